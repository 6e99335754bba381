// The service counts code points, the editor UTF-16 units: the one place that goes from one to the other.
export function unitsOf(text) {
  // at[n] is where code point n begins.
  const at = [];
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) at.push(unit);
  at.push(text.length);
  return (point) => at[Math.max(0, Math.min(point, at.length - 1))];
}

export function placed(items, text) {
  const unit = unitsOf(text);
  return items.map((item) => ({ ...item, from: unit(item.start), to: unit(item.end) }));
}
