import { z } from 'zod';

/** Why the sign-in page was come back to: the parameter `error` of its address. */
export const SignInError = z.enum([
    'sign-in-failed',
    'cancelled',
    'not-allowed',
    'account-disabled',
    'link-required',
    'provider-unavailable'
]);
export type SignInError = z.infer<typeof SignInError>;

const sentences: Readonly<Record<SignInError, string>> = {
    'sign-in-failed': 'The sign-in was not completed, and nothing was changed. Try again from here.',
    cancelled: 'The sign-in was cancelled at the provider. Try again if that was not what you wanted.',
    'not-allowed':
        'You have signed in at the provider, but your account there is not among those that may use this Longtable. Ask its administrator.',
    'account-disabled': 'Your account has been disabled. Ask an administrator of this Longtable.',
    'link-required':
        'There is already an account here with your e-mail address. Sign in the way you did before; then you are asked whether to connect the two.',
    'provider-unavailable':
        'The service that you sign in with does not answer at the moment. Nothing was changed. Try again in a minute.'
};

/** The sentence to show for the parameter `error` of the sign-in page's address; any other value is a failed sign-in. */
export function sentenceOfSignInError(error: string): string {
    const known = SignInError.safeParse(error);
    return sentences[known.success ? known.data : 'sign-in-failed'];
}
