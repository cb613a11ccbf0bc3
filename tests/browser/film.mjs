// A camera that films the screen of another browser while it changes. Chromium's own fake camera plays a film that was shot
// before; what is renewed each second would have grown old in it.

/** Gives a page a camera, before it opens anything, and what holds a screen or a photograph of one before it. */
export async function filming(page) {
  let held = () => null;
  await page.exposeFunction("frameOfFilm", async () => (await held())?.toString("base64") ?? "");
  await page.addInitScript(() => {
    const [width, height] = [1280, 720];
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const sees = canvas.getContext("2d");
      const film = canvas.captureStream();
      const shoot = async () => {
        if (film.getTracks().every((track) => track.readyState === "ended")) return;
        const frame = Uint8Array.from(atob(await frameOfFilm()), (letter) => letter.charCodeAt(0));
        sees.fillStyle = "#999";
        sees.fillRect(0, 0, width, height);
        if (frame.length) {
          const picture = await createImageBitmap(new Blob([frame], { type: "image/png" }));
          const side = height - 60;
          sees.drawImage(picture, (width - side) / 2, 30, side, side);
        }
        setTimeout(shoot, 100);
      };
      shoot();
      return film;
    };
  });
  return {
    screen: (shown) => (held = () => photograph(shown).catch(() => null)),
    photograph: (taken) => (held = () => taken),
  };
}

/** What somebody photographs who holds a telephone before that screen. */
export async function photograph(screen) {
  return screen.locator("img#qr").screenshot({ timeout: 2000 });
}
