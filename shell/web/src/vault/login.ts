// `/login`: sends the person to the authorization server, and remembers where to come back to.
import { manager } from './manager.ts'
import { returnPath, sayFailed } from './passing.ts'

const query = new URLSearchParams(location.search)
const provider = query.get('provider')
const locale = query.get('locale')

manager
  .signinRedirect({
    state: { back: returnPath(query.get('return')) },
    ...(locale ? { ui_locales: locale } : {}),
    // A way was asked for: it is added to the log-in that there may be already.
    ...(provider ? { prompt: 'login', extraQueryParams: { digione_provider: provider } } : {}),
    redirectMethod: 'replace',
  })
  .catch(() => sayFailed(location.href))
