import { Button, type ButtonProps } from 'react-aria-components';

interface ActionProps extends Omit<ButtonProps, 'className' | 'isPending'> {
    readonly tone?: 'primary' | 'plain' | 'quiet' | 'danger';
    /** What it does is under way: it keeps its place and the focus, and pressing it again does nothing. */
    readonly busy?: boolean;
}

/** A button with words on it. */
export function Action({ tone = 'plain', busy = false, type = 'button', onPress, ...props }: ActionProps) {
    return (
        <Button
            {...props}
            type={busy ? 'button' : type}
            onPress={event => {
                if (!busy) {
                    onPress?.(event);
                }
            }}
            className={`action action-${tone}${busy ? ' action-busy' : ''}`}
        />
    );
}
