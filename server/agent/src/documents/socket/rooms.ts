import type { Clock } from '../../clock.js';
import type { LiveDocument } from '../live-document.js';
import { Room } from './room.js';

/** The rooms of all documents that somebody has open. */
export class Rooms {
    private readonly rooms = new Map<LiveDocument, Room>();

    constructor(private readonly clock: Clock) {}

    of(document: LiveDocument): Room {
        let room = this.rooms.get(document);
        if (room === undefined) {
            room = new Room(document, this.clock, () => this.rooms.delete(document));
            this.rooms.set(document, room);
        }
        return room;
    }
}
