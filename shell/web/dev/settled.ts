// Stands after the shell in each page of `npm run dev`: the sources' styles are there, so those of the build go.
for (const link of document.querySelectorAll('link[rel="stylesheet"][href^="/assets/"]')) link.remove()
