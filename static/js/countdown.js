// How a countdown reads: to the end, then the overrun up. Signs stand at 3 minutes, 1 minute and the end.
const SIGNS = [
  [0, "over"],
  [60_000, "one"],
  [180_000, "three"],
];

const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// `left` in milliseconds. The last second reads 0:01, the end 0:00, the first second after it +0:01.
export function reading(left) {
  const seconds = Math.ceil(left / 1000);
  const [, sign] = SIGNS.find(([limit]) => left <= limit) ?? [0, ""];
  return { text: seconds >= 0 ? written(seconds) : `+${written(-seconds)}`, sign };
}
