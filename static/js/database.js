// One person's database on this tablet: its making, its migrations, and IndexedDB's events as promises.
const MIGRATIONS = [
  (db) => {
    const entries = db.createObjectStore("entries", { keyPath: "counter", autoIncrement: true });
    entries.createIndex("uuid", "uuid", { unique: true });
    entries.createIndex("state", "state");
    entries.createIndex("sheet", "sheet");
    db.createObjectStore("facts");
  },
  (db) => db.createObjectStore("sheets", { keyPath: "sheet" }),
];

export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });

export async function open(person) {
  const request = indexedDB.open(`panel:${person}`, MIGRATIONS.length);
  request.onupgradeneeded = (event) => {
    for (const migrate of MIGRATIONS.slice(event.oldVersion)) migrate(request.result, request.transaction);
  };
  const db = await done(request);
  db.onversionchange = () => db.close();
  return db;
}
