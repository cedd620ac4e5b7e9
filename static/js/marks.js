// Marks as exact numbers: millionths in a BigInt, never a float. The same vectors test the server.
const THAI = "๐๑๒๓๔๕๖๗๘๙";
const DECIMAL = /^([0-9]{1,12})(?:\.([0-9]{1,6}))?$/;
const ONE = 1_000_000n;

// The millionths that a text writes in plain decimals, Thai or Arabic digits; null if it writes none.
export function parse(text) {
  const plain = text.trim().replace(/[๐-๙]/g, (digit) => THAI.indexOf(digit));
  const found = DECIMAL.exec(plain);
  return found && BigInt(found[1]) * ONE + BigInt((found[2] ?? "").padEnd(6, "0"));
}

export function write(millionths) {
  const part = String(millionths % ONE).padStart(6, "0").replace(/0+$/, "");
  return `${millionths / ONE}${part && "."}${part}`;
}

// The mark as it is stored, or null where an indicator of that max and step would refuse it.
export function taken(text, max, step) {
  const mark = parse(text);
  const fits = mark !== null && mark <= parse(max) && mark % parse(step) === 0n;
  return fits ? write(mark) : null;
}
