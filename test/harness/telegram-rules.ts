/** What a message of a Telegram bot may hold (core.telegram.org/bots/api#sendmessage, #inlinekeyboardbutton). */

export interface Button {
  readonly text: string;
  readonly callback_data: string;
}

export function buttonsIn(fields: Readonly<Record<string, unknown>>): readonly Button[] {
  const markup = fields.reply_markup as { readonly inline_keyboard?: readonly (readonly Button[])[] } | undefined;
  return markup?.inline_keyboard?.flat() ?? [];
}

/** What Telegram objects to; null when it takes it. */
export function mistakeIn(fields: Readonly<Record<string, unknown>>, buttons: readonly Button[]): string | null {
  const text = String(fields.text ?? '');
  if (text === '') {
    return 'message text is empty';
  }
  if (text.length > 4_096) {
    return 'message is too long';
  }
  const spans = (fields.entities ?? []) as readonly { readonly offset: number; readonly length: number }[];
  if (spans.some(({ offset, length }) => offset < 0 || length < 1 || offset + length > text.length)) {
    return 'entity beyond the end of the message';
  }
  return buttons.every(({ callback_data: data }) => data !== '' && Buffer.byteLength(data) <= 64)
    ? null
    : 'BUTTON_DATA_INVALID';
}
