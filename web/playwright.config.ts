import { defineConfig } from '@playwright/test'

// Debian's Chromium: browsers that the test tool downloads itself are out of reach on closed networks.
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell'
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  // While one waits for its server, the other draws; each has a demo and a browser of its own.
  workers: 2,
  fullyParallel: true,
  timeout: 180_000,
  // A machine that others use, too, may stumble once; the report then says "flaky".
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Colours half way through a transition are nobody's fault.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath, args },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'pc', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
})
