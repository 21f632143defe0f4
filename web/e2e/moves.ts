import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** A move of the bar, wherever there is room for its button. */
export async function start(page: Page, move: string): Promise<void> {
  const button = page.getByRole('main').getByRole('button', { name: move, exact: true })
  const more = page.getByRole('main').getByRole('button', { name: '更多操作' })
  await expect(button.or(more).first()).toBeVisible()
  if (await button.count()) await button.click()
  else {
    await more.click()
    await page.getByRole('menuitem', { name: move, exact: true }).click()
  }
  await expect(page.getByRole('dialog', { name: move, exact: true })).toBeVisible()
}

/** Presses the button that makes the move of the form that is open. */
export async function make(page: Page, move: string, title = move): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title, exact: true })
  await dialog.getByRole('button', { name: move, exact: true }).click()
  // A refusal says why.
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await expect(dialog).toBeHidden()
}

/** A day of the month that a field for a day opens on. */
export async function pickDay(page: Page, label: string, day: string): Promise<void> {
  await page.getByLabel(label).click()
  await page.locator('.el-picker-panel:visible td.available').filter({ hasText: new RegExp(`^${day}$`) }).last().click()
  // Another field's panel comes when this one has gone.
  await expect(page.locator('.el-picker-panel:visible')).toHaveCount(0)
}
