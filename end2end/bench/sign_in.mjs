// Signing in by the form.

/** Signs somebody of the demo in; milliseconds from the button to the first row of the list. */
export async function signIn(page, demo, local, beforehand = async () => {}) {
  const { address, password } = demo.accounts.find((one) => one.address.startsWith(`${local}@`));
  await page.goto(`${demo.address}/sign-in`);
  await beforehand();
  await page.getByLabel("Email address").fill(address);
  await page.getByLabel("Password").fill(password);
  const began = performance.now();
  await page.getByRole("button", { name: "Sign in" }).click();
  await firstRow(page).waitFor();
  return performance.now() - began;
}

export const firstRow = (page) => page.getByRole("main").getByRole("listitem").first();
