import { askForContext, type ContextAnswer } from './context-answer';

let request: Promise<ContextAnswer> | undefined;
let answered: ContextAnswer | undefined;

/** The answer to the first question for the context, which is asked as soon as the page runs and only once. */
export function firstContextAnswer(): Promise<ContextAnswer> {
    return (request ??= askForContext().then(answer => (answered = answer)));
}

/** The first answer, once it is here. */
export function firstContextAnswerNow(): ContextAnswer | undefined {
    return answered;
}
