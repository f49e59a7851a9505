// Light or dark, as the system has it or as the reader chose; before the first paint, so that nothing flashes.
(() => {
  const KEY = "simsales.theme";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // a browser that keeps nothing follows the system
    }
  };
  const follow = () => {
    const chosen = kept();
    root.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : dark.matches ? "dark" : "light";
  };
  follow();

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const name = () => {
      button.textContent = root.dataset.theme === "dark" ? "Light" : "Dark";
      button.setAttribute("aria-label", `Switch to ${button.textContent.toLowerCase()} colours`);
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      try {
        window.localStorage.setItem(KEY, root.dataset.theme);
      } catch {
        // it holds for this page
      }
      name();
    });
    dark.addEventListener("change", () => {
      follow();
      name();
    });
    name();
  });
})();
