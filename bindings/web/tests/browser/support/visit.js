// One whole visit: language, consent, sign-in, booking, the doctor's call, the end. `look(screen)` is told each screen
// that was reached.

import { sees, settled } from "./person.js";

export async function bookVisit({ page, app, words, person, code = app.code, ownName, look = async () => {} }) {
  await sees(page, "language");
  await look("language");
  await person.press(ownName);

  await sees(page, "consent");
  await look("consent");
  await person.press(words("consent-agree"));

  await sees(page, "sign-in");
  await look("sign-in");
  await person.press(words("signin-action"));
  await page.getByText(words("signin-code-empty")).waitFor();
  await look("sign-in-empty");
  await person.type(words("signin-code"), code);
  await person.press(words("signin-action"));

  await sees(page, "home");
  await settled(page);
  await look("home");
  await person.press(words("home-book"));

  await sees(page, "doctor");
  await settled(page);
  await look("doctor");
  await person.press(words("doctor-see-times"));

  await sees(page, "slots");
  await settled(page);
  await look("slots");
  const day = page.getByRole("region").first();
  const time = day.getByRole("button").first();
  await person.press(await time.evaluate((said) => said.querySelector(".spoken")?.textContent ?? said.textContent), day);

  await sees(page, "confirm");
  await settled(page);
  await look("confirm");
  await person.press(words("confirm-book"));

  await sees(page, "booking");
  await page.locator(".notice[data-tone=good]").waitFor();
  await look("booking");
}

export async function holdVisit({ page, app, words, person, look = async () => {}, inCall = async () => {} }) {
  await person.press(words("common-done"));
  await sees(page, "home");
  await settled(page);
  await look("home-booked");

  app.skipToVisit();
  await page.getByRole("button", { name: words("home-to-waiting-room"), exact: true }).waitFor();
  await look("home-now");
  await person.press(words("home-to-waiting-room"));
  await sees(page, "waiting");
  await look("waiting");

  await sees(page, "ringing", 60_000);
  await look("ringing");
  await person.press(words("ring-answer"));
  await sees(page, "call", 60_000);
  await page.locator(".call .line").waitFor();
  await look("call");
  await inCall();
  await person.press(words("call-hang-up"));
  await page.locator('form[data-screen="call"]').waitFor({ state: "detached" });
}
