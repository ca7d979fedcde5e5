import { Check, X } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import type { StartStep } from './start-steps.js';

/** The steps one below the other; where a step has a measure, a bar. */
export function StepList({ steps }: { steps: readonly StartStep[] }) {
    return (
        <ol className="steps">
            {steps.map(({ step, title, state, detail, percent }) => (
                <li key={step} className={`step step-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
                    <span className="step-seat" aria-hidden>
                        {state === 'done' && <Check size={14} strokeWidth={3} />}
                        {state === 'failed' && <X size={14} strokeWidth={3} />}
                    </span>
                    <span className="step-title">
                        {title}
                        {percent !== undefined && <span className="step-percent">{Math.round(percent)} %</span>}
                    </span>
                    {percent !== undefined && (
                        <ProgressBar className="plank" aria-label={title} value={percent}>
                            <span style={{ width: `${percent}%` }} />
                        </ProgressBar>
                    )}
                    {detail && <span className="step-detail">{detail}</span>}
                </li>
            ))}
        </ol>
    );
}
