// Puts a stylesheet into the page, if it is not there, and waits for it: what comes next must not be seen without.
const styled = (sheet) =>
  new Promise((go) => {
    if (document.querySelector(`link[rel="stylesheet"][href="${sheet}"]`)) return go();
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet });
    // Without it the screen is plain, but usable.
    link.onload = link.onerror = go;
    document.head.append(link);
  });

// Fetches a part of the program when it is first needed, and its stylesheet. A network that is away is waited for. A part
// that is not there any more belongs to an older version: the page is loaded anew, once, and finds its own.
export const fetchPart = async (sheet, url) => {
  const dressed = styled(sheet);
  for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) {
      await dressed;
      return answer;
    }
    if (answer?.status === 404) {
      if (sessionStorage.getItem("levee-missing") === url.pathname) throw new Error(`${url.pathname} is missing`);
      sessionStorage.setItem("levee-missing", url.pathname);
      location.reload();
      return new Promise(() => {});
    }
    await new Promise((later) => setTimeout(later, wait));
  }
};

// Doors to the table of parts, by name: the first that is opened fetches it. `start` is what parts begin with.
export const doorsTo = (sheet, path, start) => {
  let table;
  const open = async () => {
    await (await fetchPart(sheet, new URL(path, location))).blob();
    const parts = await import(path);
    parts.begin(start);
    return parts;
  };
  return (name) => async (...given) => {
    table ??= open().catch((failed) => {
      table = undefined;
      throw failed;
    });
    return (await table)[name](...given);
  };
};
