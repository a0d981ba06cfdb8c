// Fetches a part of the program when it is first needed. A network that is away is waited for. A part
// that is not there any more belongs to an older version: the page is loaded anew, once, and finds its own.
export const fetchPart = async (url) => {
  for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return answer;
    if (answer?.status === 404) {
      if (sessionStorage.getItem("levee-missing") === url.pathname) throw new Error(`${url.pathname} is missing`);
      sessionStorage.setItem("levee-missing", url.pathname);
      location.reload();
      return new Promise(() => {});
    }
    await new Promise((later) => setTimeout(later, wait));
  }
};
