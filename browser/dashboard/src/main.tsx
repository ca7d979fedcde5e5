import './zod-without-eval.js';
import '@fontsource-variable/instrument-sans/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/overlays.css';
import './styles/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';

const root = document.getElementById('root');
if (!root) {
    throw new Error('index.html has no element with the id "root".');
}
createRoot(root).render(
    <StrictMode>
        <App />
    </StrictMode>
);
