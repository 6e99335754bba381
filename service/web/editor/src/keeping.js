// What was typed and not saved stays in this browser until it is saved or thrown away: a closed laptop loses nothing.
const LONGEST = 14 * 24 * 60 * 60 * 1000;

export function keeper(draft, version) {
  const key = `firstword-draft-${draft}`;
  return {
    keep(title, text) {
      try {
        localStorage.setItem(key, JSON.stringify({ version, title, text, at: Date.now() }));
      } catch {
        // A full or forbidden store: the text is still in the window.
      }
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {
        // As above.
      }
    },
    // What was left behind, with the version it was made from; null where there is nothing, or it is old.
    left() {
      try {
        const found = JSON.parse(localStorage.getItem(key));
        if (!found || typeof found.text !== "string" || Date.now() - found.at > LONGEST) return null;
        return found;
      } catch {
        return null;
      }
    },
  };
}
