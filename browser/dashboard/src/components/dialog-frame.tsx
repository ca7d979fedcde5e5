import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface DialogFrameProps {
    readonly title: string;
    /** A question that has to be answered before anything else. */
    readonly alert?: boolean;
    readonly onClose: () => void;
    readonly children: ReactNode;
}

/** A modal dialog that is open for as long as it is rendered. */
export function DialogFrame({ title, alert = false, onClose, children }: DialogFrameProps) {
    return (
        <ModalOverlay className="overlay" isOpen isDismissable={!alert} onOpenChange={open => !open && onClose()}>
            <Modal className="modal">
                <Dialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
                    <Heading slot="title" className="dialog-title">
                        {title}
                    </Heading>
                    {children}
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}
