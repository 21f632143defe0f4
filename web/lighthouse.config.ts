import { defineConfig } from '@playwright/test'
import tests from './playwright.config'

/** `npm run lighthouse`: how fast and how accessible the pages are that people look at most. */
export default defineConfig({
  ...tests,
  testMatch: '*.lighthouse.ts',
  timeout: 300_000,
  retries: 0,
  // Speed is measured with nothing beside it.
  workers: 1,
  fullyParallel: false,
  projects: [{ name: 'lighthouse' }],
})
