// Wagtail fills in the name of the file as the title of a new image. Staff say instead what the image shows, because
// the title is suggested as alt text.
document.addEventListener("wagtail:images-upload", (event) => event.preventDefault());
