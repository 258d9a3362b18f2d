import { createServer } from 'node:http'

// The backend that the application has had all along, with the answers that a browser asks for of another origin.
let left = ''

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://backend.invalid')
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
  response.setHeader('access-control-allow-methods', 'GET, POST')
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
  if (request.method === 'OPTIONS') response.writeHead(204).end()
  else if (pathname === '/healthz') response.end('ok')
  else if (!request.headers.authorization?.startsWith('Bearer ')) response.writeHead(401).end('nobody')
  else {
    if (pathname === '/v1/left') left = `left with ${searchParams.get('parcels')} parcels`
    response.end(`items${searchParams.has('by') ? ` by ${searchParams.get('by')}` : ''}; ${left || 'not left yet'}`)
  }
}).listen(Number(process.env['PORT']), '127.0.0.1')
