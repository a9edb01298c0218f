// Opens a page in Debian's Chromium, waits until an expression is true, prints the value of another and takes a picture.
//   node scripts/browse.mjs URL [--until EXPRESSION] [--print EXPRESSION] [--screenshot FILE] [--size 1280x800]
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [url, ...flags] = process.argv.slice(2)
const options = Object.fromEntries(
  flags.filter((_, index) => index % 2 === 0).map((flag, index) => [flag.replace(/^--/, ''), flags[2 * index + 1]])
)
const [width, height] = (options.size ?? '1280x800').split('x').map(Number)
const timeLimit = 60_000

const profile = mkdtempSync(join(tmpdir(), 'bss-browse-'))
const asRoot = process.getuid() === 0 ? ['--no-sandbox'] : []
const browser = spawn(
  'chromium',
  ['--headless=new', '--disable-gpu', '--remote-debugging-pipe', '--hide-scrollbars', `--user-data-dir=${profile}`,
    `--window-size=${width},${height}`, ...asRoot, 'about:blank'],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }
)
const waiting = new Map()
const faults = []
let received = ''
browser.stdio[4].on('data', (bytes) => {
  received += bytes
  const messages = received.split('\0')
  received = messages.pop()
  for (const message of messages.map((text) => JSON.parse(text))) {
    waiting.get(message.id)?.(message)
    if (message.method === 'Runtime.exceptionThrown') faults.push(message.params.exceptionDetails.text)
    if (message.method === 'Log.entryAdded' && message.params.entry.level === 'error') faults.push(message.params.entry.text)
  }
})
let last = 0
function send (method, params = {}, sessionId) {
  const id = ++last
  browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0')
  return new Promise((resolve, reject) => waiting.set(id, (message) =>
    message.error ? reject(new Error(`${method}: ${message.error.message}`)) : resolve(message.result)))
}

async function browse () {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const ask = (method, params) => send(method, params, sessionId)
  const evaluate = async (expression) => (await ask('Runtime.evaluate', { expression, returnByValue: true })).result.value
  await ask('Runtime.enable')
  await ask('Log.enable')
  await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  await ask('Page.navigate', { url })
  const end = Date.now() + timeLimit
  while (options.until && !(await evaluate(options.until))) {
    if (Date.now() > end) throw new Error(`never true: ${options.until}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  if (options.screenshot) {
    const { data } = await ask('Page.captureScreenshot', { format: 'png' })
    writeFileSync(options.screenshot, Buffer.from(data, 'base64'))
  }
  if (options.print) console.log(await evaluate(options.print))
  if (faults.length > 0) throw new Error(`the page reports: ${faults.join('; ')}`)
}

try {
  await browse()
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exitCode = 1
} finally {
  browser.kill()
  await new Promise((resolve) => browser.on('exit', resolve))
  rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) // Chromium's children still write
}
