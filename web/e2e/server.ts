import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const PASSWORD = 'demo-password-2021'

/** The real program with the demo's story, on a free port and in a folder of its own. */
export class Demo {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /** Tells the story, which takes seconds, and leaves it in a folder for [goOn]. */
  static async tell(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'zhuqi-told-'))
    const demo = await Demo.start(folder, ['--password', PASSWORD])
    await demo.end()
    return folder
  }

  /** Goes on in a copy of the folder. */
  static async goOn(told: string): Promise<Demo> {
    const folder = mkdtempSync(join(tmpdir(), 'zhuqi-e2e-'))
    cpSync(told, folder, { recursive: true })
    return Demo.start(folder, ['--continue'])
  }

  private static async start(folder: string, flags: string[]): Promise<Demo> {
    const port = await freePort()
    const binary = process.env.ZHUQI_BINARY ?? '../target/release/zhuqi'
    const listen = `127.0.0.1:${port}`
    const child = spawn(binary, ['--data-dir', folder, '--listen', listen, 'demo', ...flags], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, RUST_LOG: 'error' },
    })
    const demo = new Demo(`http://${listen}`, folder, child)
    await demo.ready()
    return demo
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 240_000
    while (Date.now() < until) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null)
      if (answer?.ok) return
      if (this.process.exitCode !== null) break
      await new Promise((done) => setTimeout(done, 20))
    }
    this.process.kill()
    throw new Error('the demo did not become ready')
  }

  /** The mails written so far: headers and bodies as they would go out. */
  mails(): string[] {
    const folder = join(this.folder, 'demo', 'mail')
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
  }

  private async end(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done))
    this.process.kill('SIGTERM')
    await ended
  }

  async stop(): Promise<void> {
    await this.end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A port on which nobody listens; Linux gives those from 32768 on to whoever connects meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_768)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
}
