// The judge's pages without a network (docs/offline.md). The server puts in front: VERSION, that of the
// static files, and FILES, the addresses of those that the pages use. One classic script, no imports.
const FILES_KEPT = `panel-files-${VERSION}`;
const PAGES = /^\/(events\/[^/]+\/zones\/[^/]+\/(overview|sheets(\/[^/]+\/[^/]+)?))?$/;
const BROUGHT = /^\/events\/[^/]+\/zones\/[^/]+\/presenters\/[^/]+\/files\/[0-9a-f]{64}$/;
const BROUGHT_ROOM = 100e6; // bytes, for each person
const SHEET = /\/sheets\/[^/]+\/[^/]+$/;
const PATIENCE = 3_000;
const LOOSE = { ignoreVary: true };

// Every address of a file names its version, so that a new worker may take over at once: an open page goes on
// with the files that it began with.
addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(FILES_KEPT).then((files) => Promise.all(FILES.map((each) => take(files, each)))));
});
addEventListener("activate", (event) => event.waitUntil(sweep().then(() => clients.claim())));

let keeping = Promise.resolve();
addEventListener("message", (event) => {
  keeping = keeping.then(() => keep(event.data)).catch(() => {}); // the network is gone: asked again from the next list
  event.waitUntil(keeping.then(async () => event.ports[0]?.postMessage(await sheetsKept())));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(event, pathname));
  else if (BROUGHT.test(pathname)) event.respondWith(brought(event, pathname));
});

async function take(files, address) {
  const answer = await fetch(address);
  if (!answer.ok || !isOurs(answer)) throw new Error(address);
  await files.put(address, answer);
}

const file = async (request) => (await caches.match(request, LOOSE)) ?? fetch(request);
const person = (answer) => !answer.redirected && answer.headers.get("Panel-Person"); // only a judge's page has one
const isOurs = (answer) => answer.headers.has("Panel-Version"); // no guest network's page has one
const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));

// What the server says to a page; 304 if it reads as the one that was kept.
function ask(url, had) {
  return fetch(url, { headers: { "If-None-Match": had?.headers.get("ETag") ?? "" } });
}

// The network's answer; the kept page where that is long in coming, a server in trouble, or none of ours.
async function page(event, path) {
  const had = await kept(path);
  const coming = ask(event.request.url, had).then((answer) => {
    if (answer.redirected && (isOurs(answer) || !had)) return Response.redirect(answer.url);
    if (person(answer)) event.waitUntil(put(path, answer.clone()));
    return answer.status === 304 ? had : answer;
  });
  const answer = await Promise.race([coming.catch(() => null), late()]);
  const ours = answer && (answer.status === 302 || (answer.status < 500 && isOurs(answer)));
  return ours ? answer : ((had && marked(had)) ?? answer ?? coming);
}

// Keeps a page of whoever it is made for: the one who works here now, so that others' pages are not shown.
async function put(path, answer) {
  await (await caches.open("panel-person")).put("/", new Response(person(answer)));
  if (answer.status === 200) await (await caches.open(`panel-pages-${person(answer)}`)).put(path, answer);
}

async function pages() {
  const here = await caches.match("/", { cacheName: "panel-person" });
  const name = `panel-pages-${await here?.text()}`;
  return (await caches.has(name)) ? caches.open(name) : null;
}

// A page as it was kept; for the root the way to the list.
async function kept(path) {
  const mine = await pages();
  const list = path === "/" && (await mine?.keys())?.find(({ url }) => url.endsWith("/sheets"));
  return list ? Response.redirect(list.url) : mine?.match(path, LOOSE);
}

// A kept page says so in its first tag.
async function marked(had) {
  if (had.status !== 200) return had;
  return new Response((await had.text()).replace("<html", "<html data-kept"), { headers: had.headers });
}

// Asks for a list's pages, one after another, the list itself first; what it names no longer goes.
async function keep(paths) {
  for (const path of paths.filter((each) => !BROUGHT.test(each))) {
    const answer = await ask(path, await kept(path));
    if (person(answer)) await put(path, answer);
  }
  const mine = await pages();
  const gone = ({ url }) => !paths.includes(new URL(url).pathname) && new URL(url).pathname.startsWith(paths[0]);
  for (const each of (await mine?.keys())?.filter(gone) ?? []) await mine.delete(each);
  for (const path of paths.filter((each) => BROUGHT.test(each))) {
    if (!(await (await files())?.match(path, LOOSE))) await bring(path, await fetch(path));
  }
  await sweep();
}

// How many sheets of whoever works here now could be opened without a network.
async function sheetsKept() {
  const addresses = (await (await pages())?.keys()) ?? [];
  return addresses.filter(({ url }) => SHEET.test(url)).length;
}

// A presenter's file, which its address names by its digest: once it is kept nobody is asked for it again.
async function brought(event, path) {
  const had = await (await files())?.match(path, LOOSE);
  if (had) return had;
  const answer = await fetch(event.request);
  if (answer.status === 200) event.waitUntil(bring(path, answer.clone()));
  return answer;
}

const files = async () => {
  const here = await caches.match("/", { cacheName: "panel-person" });
  return here && caches.open(`panel-brought-${await here.text()}`);
};

// Keeps it for the judge who works here; what came first goes first where room runs short.
async function bring(path, answer) {
  const [mine, here] = [await files(), await caches.match("/", { cacheName: "panel-person" })];
  if (!mine || person(answer) !== (await here.text())) return;
  await mine.put(path, answer);
  let room = BROUGHT_ROOM;
  for (const each of (await mine.keys()).reverse()) {
    room -= Number((await mine.match(each, LOOSE)).headers.get("Content-Length"));
    if (room < 0) await mine.delete(each);
  }
}

// Files of another version go once no kept page uses them.
async function sweep() {
  if (registration.installing) return; // its files are just coming in
  const [names, used] = [await caches.keys(), new Set([FILES_KEPT])];
  for (const name of names.filter((each) => each.startsWith("panel-pages-"))) {
    for (const each of await (await caches.open(name)).matchAll()) used.add(`panel-files-${each.headers.get("Panel-Version")}`);
  }
  const old = names.filter((each) => each.startsWith("panel-files-") && !used.has(each));
  await Promise.all(old.map((each) => caches.delete(each)));
}
