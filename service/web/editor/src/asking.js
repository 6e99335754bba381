// Asks the service about the text as it stands; a newer question ends an older one.
export function asker(address, titleOf) {
  let running = null;
  return async function ask(kind, text) {
    if (running) running.abort();
    const mine = (running = new AbortController());
    try {
      const answer = await fetch(`${address}/${kind}${window.location.search}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ title: titleOf(), text }),
        signal: mine.signal,
      });
      if (answer.status === 422) return null;
      if (!answer.ok) throw new Error(String(answer.status));
      return await answer.json();
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      throw error;
    } finally {
      if (running === mine) running = null;
    }
  };
}
