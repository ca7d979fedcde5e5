import { askForContext, type ContextAnswer } from './context-answer';

/** Pause before the hub is asked again, in milliseconds. */
const AGAIN_AFTER_MS = 1000;

let request: Promise<ContextAnswer> | undefined;
let answered: ContextAnswer | undefined;

/** The answer to the first question for the context, which is asked as soon as the page runs. */
export function firstContextAnswer(): Promise<ContextAnswer> {
    return (request ??= askUntilAnswered(askForContext).then(answer => (answered = answer)));
}

/** The first answer, once it is here. */
export function firstContextAnswerNow(): ContextAnswer | undefined {
    return answered;
}

/**
 * Asks until the hub says something. A page that loads is too busy at times to hear the answer before its time is over,
 * and one that never learns whose it is could neither be worked with nor put back what was not saved.
 */
export async function askUntilAnswered(
    ask: () => Promise<ContextAnswer>,
    againAfter = AGAIN_AFTER_MS
): Promise<ContextAnswer> {
    for (;;) {
        const answer = await ask();
        if (answer.kind !== 'unreachable') {
            return answer;
        }
        await new Promise(resolve => setTimeout(resolve, againAfter));
    }
}
