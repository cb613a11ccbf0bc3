// A picture that grows old is drawn anew each second. Without script the page renews itself.
"use strict";
(() => {
  const picture = document.querySelector("img[data-renewed]");
  if (!picture) return;
  const source = picture.getAttribute("src");
  let turn = 0;
  setInterval(() => {
    // A page that nobody looks at needs none.
    if (document.hidden) return;
    const next = new Image();
    next.onload = () => picture.setAttribute("src", next.src);
    next.src = `${source}&turn=${(turn += 1)}`;
  }, 1000);
})();
