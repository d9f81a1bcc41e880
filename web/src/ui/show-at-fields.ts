import { problemText, t } from '@/i18n';
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';

/** What a server says is wrong with a form. */
export interface Explained {
  message: string;
  errors: readonly { field: string; message: string }[];
}

/**
 * Puts what the server found wrong at the fields it names. What is left, because the form has no such field,
 * is returned for the page to say.
 */
export function showAtFields<Values extends FieldValues>(
  { errors, message }: Explained,
  fieldOf: (name: string) => Path<Values> | undefined,
  setError: UseFormSetError<Values>,
): string | undefined {
  const elsewhere: string[] = [];
  errors.forEach((error, index) => {
    const field = fieldOf(error.field);
    if (field) setError(field, { type: 'server', message: fieldMessage(error) }, { shouldFocus: index === 0 });
    else elsewhere.push(t('shell.fieldMessage', { field: error.field, message: error.message }));
  });
  if (errors.length === 0) return message;
  return elsewhere.length > 0 ? elsewhere.join(' ') : undefined;
}

/** In the words of the page where the language has some for that field, else in the server's. */
function fieldMessage({ field, message }: Explained['errors'][number]): string {
  return problemText(`field.${field}`) ?? sentence(message);
}

/** The server's messages go on after the field's name; alone below a field they begin a sentence. */
function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** For forms whose fields have the names that the server uses. */
export function sameName<Name extends string>(...fields: Name[]) {
  return (name: string): Name | undefined => fields.find((field) => field === name);
}
