import { defineConfig } from '@playwright/test'
import tests from './playwright.config'

/** `make screenshots`: the pictures of the README, taken of the real program. */
export default defineConfig({ ...tests, testMatch: '*.pictures.ts', projects: [{ name: 'pictures' }] })
