// Older than modules: it names something without declaring it, which strict code may not.
spoken = 0

export function words(greeting) {
  spoken += 1
  return `${greeting} ${spoken}`
}
