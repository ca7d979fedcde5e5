import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { OpenConnections } from '../gateway/open-connections.js';
import type { Store } from '../store/store.js';

/** What `/metrics` tells, in Prometheus' text format. */
export function createMetrics(store: Store, connections: OpenConnections): Registry {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    registry.registerMetric(
        new Gauge({
            name: 'longtable_open_connections',
            help: 'WebSockets and streamed responses between browsers and workspaces',
            registers: [],
            collect() {
                this.set(connections.size);
            }
        })
    );
    registry.registerMetric(
        new Gauge({
            name: 'longtable_workspaces',
            help: 'Workspaces by status',
            labelNames: ['status'],
            registers: [],
            async collect() {
                this.reset();
                for (const { status } of await store.workspaces.listAll()) {
                    this.inc({ status });
                }
            }
        })
    );
    return registry;
}
