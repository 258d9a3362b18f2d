import type { TokenFacts } from '@digione/contracts'
import { useEffect, useState } from 'react'
import { theVault } from '../session/the-vault.ts'
import { Code, Table } from './Table.tsx'
import { useMessages } from './use-messages.ts'

const ASKS_EVERY_MS = 2000

/** What the vault holds for modules: for whom each token is, and for what. */
export function Tokens() {
  const { say, locale } = useMessages()
  const [tokens, setTokens] = useState<readonly TokenFacts[] | 'failed'>([])
  useEffect(() => {
    const ask = () =>
      void theVault()
        .tokens()
        .then(setTokens, () => setTokens('failed'))
    ask()
    const timer = setInterval(ask, ASKS_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  if (tokens === 'failed') return <p className="d1-error">{say('tokens.failed')}</p>
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
  const rows = tokens.map(({ module, api, context, audience, scope, expiresAt }) => ({
    key: `${module} ${api} ${context}`,
    cells: [
      <Code key="module">{module}</Code>,
      <Code key="api">{api}</Code>,
      <Code key="audience">{audience}</Code>,
      <Code key="scope">{scope}</Code>,
      time.format(expiresAt),
    ],
  }))
  const heads = [{ head: say('module') }, { head: say('api') }, { head: say('audience') }, { head: say('scopes') }, { head: say('expires'), isNumber: true }]
  return (
    <>
      <Table caption={say('tab.tokens')} columns={heads} rows={rows} none={say('tokens.none')} />
      <p className="d1-muted">{say('tokens.note')}</p>
    </>
  )
}
