// Stands behind painter.js in one module: paints each embedded screen into the element that names it.
for (const place of document.querySelectorAll("[data-shows]")) {
  const screen = JSON.parse(document.getElementById(place.dataset.shows).textContent);
  paint(screen, place, () => {});
}
