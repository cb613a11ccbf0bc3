// The camera beside a text box: what it reads goes into the box and the form is sent, by the button that the page names.
// Nothing that is read is shown.
"use strict";
(() => {
  const camera = document.getElementById("camera");
  const devices = navigator.mediaDevices;
  if (!camera || !devices || !devices.getUserMedia) return;
  const video = document.getElementById("viewfinder");
  const said = document.getElementById("camera-said");
  const open = document.getElementById("open-camera");
  const close = document.getElementById("close-camera");
  const box = document.getElementById(camera.dataset.into || "token");
  const button = document.getElementById(camera.dataset.press || "");
  // Only the shape that the page waits for is sent, which is a token of ours where it names none: a poster on the wall is
  // not a scan.
  const shape = new RegExp(camera.dataset.shape || "^[\\w-]+[.][\\w-]+[.][\\w-]+$");
  let stream = null;

  const stop = () => {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.srcObject = null;
    video.hidden = close.hidden = true;
    open.hidden = false;
    said.textContent = "";
  };

  const native = async () => {
    try {
      if (!("BarcodeDetector" in window)) return null;
      const formats = await BarcodeDetector.getSupportedFormats();
      return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
    } catch {
      return null;
    }
  };

  const reader = async () => {
    const detector = await native();
    if (detector) {
      return async () => {
        const found = await detector.detect(video);
        return found.length ? found[0].rawValue : "";
      };
    }
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      if (!canvas.width) return "";
      context.drawImage(video, 0, 0);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      const found = jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" });
      return found ? found.data : "";
    };
  };

  const look = async (read) => {
    if (!stream) return;
    let text = "";
    try {
      text = await read();
    } catch {
      // A frame that cannot be read is followed by another.
    }
    if (shape.test(text)) {
      stop();
      box.value = text;
      box.form.requestSubmit(button);
      return;
    }
    setTimeout(() => look(read), 120);
  };

  open.addEventListener("click", async () => {
    try {
      stream = await devices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
      video.srcObject = stream;
      await video.play();
    } catch {
      stop();
      said.textContent = camera.dataset.refused;
      return;
    }
    video.hidden = close.hidden = false;
    open.hidden = true;
    said.textContent = camera.dataset.looking;
    look(await reader());
  });
  close.addEventListener("click", stop);
  camera.hidden = false;
})();
