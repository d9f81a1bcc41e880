// Generated from the API's openapi.json by `npm run gen:api`. Not edited by hand.

export interface paths {
    "/admin/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists everybody's bookings, newest first. */
        get: operations["admin_bookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists mails, newest first. */
        get: operations["list_mails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/mails/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a mail with what it says. */
        get: operations["get_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/mails/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a mail again that was given up, or whose outcome nobody knows. */
        post: operations["retry_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/projections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far each read model has come. All of them are on one page. */
        get: operations["list_projections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/projections/{name}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Builds a read model anew from the log, beside the one in use and while bookings go on. It is
         *     done when the model's `state` in `GET /admin/projections` is `running` again. Asking while it is
         *     under way changes nothing.
         */
        post: operations["rebuild_projection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kept seating plans by name, without their seats. */
        get: operations["list_templates"];
        put?: never;
        /** Keeps a seating plan for the next events. */
        post: operations["create_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a kept seating plan with its seats. */
        get: operations["get_template"];
        put?: never;
        post?: never;
        /** Forgets a kept seating plan; events that began with it stay as they are. */
        delete: operations["delete_template"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts, newest first. */
        get: operations["list_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erases an account, for good: its data, sessions, mails and holds. Its bookings stay in the
         *     books, under the id of an account that is gone.
         */
        delete: operations["erase_user"];
        options?: never;
        head?: never;
        /** Changes what an account may do. Its access tokens and its sessions end at once. */
        patch: operations["edit_user"];
        trace?: never;
    };
    "/admin/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends all sessions of an account at once, as after a device was lost. Its owner may log in again. */
        delete: operations["end_user_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What admins and staff did, newest first: everything that they changed over HTTP. */
        get: operations["audit_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/bookings/{id}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proves that a booking is in the log: its fact, the way to a signed root, and the signature.
         *     `GET /audit/check_proof.py` is a script that checks it without this program.
         * @description For the buyer and for admins. A checkpoint is signed if none covers the booking yet.
         */
        get: operations["get_booking_proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/check_proof.py": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A script that checks an inclusion proof without this program: Python 3, standard library only. */
        get: operations["get_proof_checker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists signed checkpoints of the log, newest first. Keep them where nobody who can write the
         *     database can write: `seatlog audit verify --checkpoint FILE` compares the log with one.
         */
        get: operations["list_checkpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/events/{id}/seats/{seat}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that ever happened to a seat, or to a place of a general section, oldest first.
         * @description Told from the facts alone, so also of events that were deleted.
         */
        get: operations["audit_seat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log, oldest fact first.
         * @description Looking for the facts of a user, or of a rare type, may take several pages: one may be shorter
         *     than asked, or empty, and still have a `next_cursor`.
         */
        get: operations["audit_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who wanted seats and did not get them, newest first: what was kept of the last 90 days, a sample
         *     while very many are refused.
         */
        get: operations["audit_refusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verifies the whole log: every fact is hashed again and compared with its seal, the chain and
         *     every signed checkpoint. One at a time; a second one is told that the service is busy.
         */
        post: operations["verify_log"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mails a link that verifies the address of one's own account, unless that was done. An account
         *     has at most three such links at a time.
         */
        post: operations["resend_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verifies the address of an account with a mailed token, which is good once, for 24 hours. */
        post: operations["verify_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a session. The refresh token comes as a cookie. */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the session that the cookie belongs to. */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mails a link to choose a new password, if the address has an account. The answer is the same if
         *     it has none. An account has at most three such links at a time.
         */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Chooses a new password with a mailed token, which is good once, for an hour. All sessions and
         *     access tokens of the account end at once, and a mail tells its owner.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carries a session on: a new access token, and the next refresh token as a cookie.
         * @description A refresh token is good for one use; within 10 s a second use gives the same successor, later
         *     it ends the session.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens an account. */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists bookings, newest first: the caller's own, unless staff or an admin names another buyer, or
         *     asks for everybody's.
         */
        get: operations["list_bookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells whether a request to book would be understood, for clients that get ready before sales
         *     open: whether the access token is good and the body is one that a booking takes.
         * @description It looks at no event and stores nothing, so it costs next to nothing at any time; whether the
         *     seats exist and are free only a booking can tell.
         */
        post: operations["check_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a booking: one's own; staff and admins see all. */
        get: operations["get_booking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a booking; its seats are free again.
         * @description Buyers cancel their own until the event starts, fifty at once and then six a minute; admins
         *     cancel any at any time.
         */
        post: operations["cancel_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists events: those to come, unless `status` says otherwise.
         * @description Ordered by start, then by id; past ones newest first. Drafts are shown to staff and admins.
         */
        get: operations["list_events"];
        put?: never;
        /** Creates an event, and publishes it unless it is a draft. */
        post: operations["create_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an event. A draft is there for staff and admins only. */
        get: operations["get_event"];
        put?: never;
        post?: never;
        /** Deletes an event that has no confirmed booking. */
        delete: operations["delete_event"];
        options?: never;
        head?: never;
        /**
         * Changes an event.
         * @description Seating and currency stay as they are once anything is held or booked.
         */
        patch: operations["edit_event"];
        trace?: never;
    };
    "/events/{id}/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes free seats off sale; seats that are blocked already stay so. */
        post: operations["block_seats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Books seats, from one's own hold or free ones: all that are asked for, or none. */
        post: operations["book_seats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls an event off: all its bookings are cancelled, and each buyer is told. */
        post: operations["cancel_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps seats for the buyer for a while: all that are asked for, or none. */
        post: operations["hold_seats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a draft visible to everyone; one that is visible already stays as it is. */
        post: operations["publish_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells whether an event has a waiting room, and the caller's place in it. */
        get: operations["get_queue"];
        put?: never;
        /**
         * Gives the caller a place in the waiting room of an event.
         * @description Whoever has a place keeps it, unless its turn is over. Those who come before sales open get their
         *     places when sales open, in a random order; those who come later stand behind them as they come.
         *     Where nobody need wait, nothing happens.
         */
        post: operations["join_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/queue/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the places that were drawn when sales opened, so that everybody can check the draw: keys
         *     rise from place to place, and one's own key, computed from one's own id and the seed, stands at
         *     one's own place.
         * @description Before the draw there is none. Those are missing whose accounts are gone, or who let their turn
         *     pass and took another place.
         */
        get: operations["list_queue_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells which seats of an event are not free; free ones are not listed. */
        get: operations["get_event_seats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/seats/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows the seats of an event, as server-sent events. It begins with the whole house
         *     (`event: snapshot`, data as of `GET /events/{id}/seats`), unless it can go on after
         *     `Last-Event-ID`; then each `event: seats` tells what became of the seats that changed. A snapshot
         *     may also come later, when the seating changes or the listener has missed much. An address that
         *     has very many of them open gets no more.
         */
        get: operations["get_event_seats_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/unblocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts blocked seats back on sale; seats that are not blocked stay as they are. */
        post: operations["unblock_seats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/holds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a hold that still keeps its seats: one's own; staff and admins see all. */
        get: operations["get_hold"];
        put?: never;
        post?: never;
        /** Gives a hold up; its seats are free again. */
        delete: operations["release_hold"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/holds/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the buyer more time, up to the cap since the hold began. */
        post: operations["extend_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls. */
        get: operations["get_me"];
        put?: never;
        post?: never;
        /**
         * Erases one's own account, for good: its data, sessions, mails and holds. Bookings stay valid
         *     and stay in the books, under the id of an account that is gone.
         */
        delete: operations["erase_me"];
        options?: never;
        head?: never;
        /** Changes one's own account. */
        patch: operations["edit_me"];
        trace?: never;
    };
    "/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is kept about one, as a file. */
        get: operations["export_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes one's own password. All other sessions of the account end at once, and a mail tells its
         *     owner. Wrong old passwords count as failed logins.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is logged in, newest first. */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of one's own sessions; its access tokens end at once. */
        delete: operations["revoke_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/cancellations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cancellations by hour or day.
         * @description `bookings`, `seats` and `revenue` are what was cancelled, given back and is to be paid back.
         */
        get: operations["report_cancellations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each event sold; drafts and cancelled ones too, but not deleted ones. */
        get: operations["report_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/events/{id}/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How full each section of an event is, in the organiser's order. */
        get: operations["report_sections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facts behind a figure, in the order of the log; what they contribute adds up to it. */
        get: operations["report_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/lost-demand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Holds that ended unsold because their time was over, by hour or day.
         * @description `bookings` counts the holds, `revenue` is what their seats would have cost.
         */
        get: operations["report_lost_demand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/lost-demand/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holds that ended unsold because their time was over, event by event, the greatest loss first. */
        get: operations["report_lost_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sales by hour or day.
         * @description A cancellation counts where it happened, so figures may be negative; empty buckets are zeros.
         */
        get: operations["report_sales"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The totals, net of cancellations. */
        get: operations["report_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/users/{id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that a user ever booked, newest first. */
        get: operations["report_user_bookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a picture in. What it is, is told from its content; it is decoded, turned upright, made
         *     smaller where it is larger, and written anew without whatever else the file had in it. Of a
         *     moving picture the first one is kept. The same picture has the same address.
         */
        post: operations["upload_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Something that an admin or a member of staff did. */
        AdminAction: {
            /**
             * @description The method and the route.
             * @example POST /events/{id}/publish
             */
            action: string;
            /**
             * Format: uuid
             * @description Who did it.
             */
            actor_id: string;
            /** @description Where the request came from; null once that person was erased. */
            address?: string | null;
            /**
             * Format: date-time
             * @description When it was done.
             */
            at: string;
            /**
             * Format: uuid
             * @description By which command; its facts have the same `command_id`.
             */
            command_id: string;
            /** @description With which request: the `X-Request-Id` of its answer. */
            correlation_id?: string | null;
            /**
             * Format: int64
             * @description The first fact that it led to, if it led to any.
             */
            first_position?: number | null;
            /**
             * Format: int64
             * @description The last of them; all of them stand side by side.
             */
            position?: number | null;
            /** @description What it was done to: an id. */
            subject?: string | null;
        };
        AdminActionList: {
            items: components["schemas"]["AdminAction"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description An account, as admins see it. */
        AdminUser: {
            /**
             * Format: date-time
             * @description When it was opened.
             */
            created_at: string;
            /**
             * @description The e-mail address as it was typed.
             * @example ada@example.org
             */
            email: string;
            /** @description Whether the owner has shown that mail sent there arrives. */
            email_verified: boolean;
            /** @description Names the account. */
            id: components["schemas"]["UserId"];
            /**
             * @description What the person wants to be called.
             * @example Ada Lovelace
             */
            name: string;
            /** @description What the account may do. */
            role: components["schemas"]["Role"];
        };
        AdminUserList: {
            items: components["schemas"]["AdminUser"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A fact as the log has it. */
        AuditedFact: {
            /**
             * Format: uuid
             * @description Who did it; null where the program itself did, or a person registered.
             */
            actor_id?: string | null;
            /**
             * Format: uuid
             * @description The command that led to it.
             */
            command_id?: string | null;
            /** @description The request that brought the command: the `X-Request-Id` of its answer. */
            correlation_id?: string | null;
            /** @description Its hash in the chain; null until the fact is sealed, which is a matter of a moment. */
            hash?: string | null;
            /** @description What is stored: an object whose one member is named by the type. */
            payload: Record<string, never>;
            /**
             * Format: int64
             * @description Its place in the log, from 1, without gaps.
             */
            position: number;
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            recorded_at: string;
            /**
             * Format: int64
             * @description Its place in its stream, from 1.
             */
            sequence: number;
            /** @description The event or the account whose fact it is. */
            stream: string;
            /** @description `event` or `account`. */
            stream_type: string;
            /**
             * @description What happened.
             * @example SeatsBooked
             */
            type: string;
            /**
             * @description The version of its shape.
             * @example 1
             */
            version: string;
        };
        AuditedFactList: {
            items: components["schemas"]["AuditedFact"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Seats for the system to choose. */
        BestAvailable: {
            /**
             * Format: int32
             * @description How many.
             * @example 2
             */
            quantity: number;
            /**
             * @description Only in this section.
             * @example ST
             */
            section?: string | null;
        };
        /** @description What is not for sale. */
        BlockedSeats: {
            /** @description All seats of the event that are blocked now, in the plan's order. */
            blocked: components["schemas"]["SeatName"][];
        };
        /** @description A seat of a booking. */
        BookedSeat: {
            /**
             * Format: int64
             * @description What was paid for it, in minor units of the booking's currency.
             */
            price_minor: number;
            /** @description The seat. */
            seat: components["schemas"]["SeatName"];
            /**
             * @description The id of its section.
             * @example ST
             */
            section: string;
        };
        /** @description A booking, and what its event is called now. */
        Booking: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            booked_at: string;
            /**
             * Format: date-time
             * @description When it was cancelled.
             */
            cancelled_at?: string | null;
            /** @description The currency of the prices. */
            currency: components["schemas"]["Currency"];
            /** @description The event. */
            event_id: components["schemas"]["EventId"];
            /** @description The event's name. */
            event_name: string;
            /** @description Names the booking. */
            id: components["schemas"]["BookingId"];
            /** @description The event's picture. */
            image_url?: string | null;
            /**
             * Format: int64
             * @description The position in the log of the fact that made it.
             */
            position: number;
            /**
             * @description What is printed on its tickets.
             * @example 7Q4KX-W2M9D
             */
            reference: string;
            /** @description Its seats, in the plan's order. */
            seats: components["schemas"]["BookedSeat"][];
            /**
             * Format: date-time
             * @description When the event starts.
             */
            starts_at: string;
            /** @description Whether it still stands. */
            status: components["schemas"]["BookingStatus"];
            /**
             * Format: int64
             * @description What they cost together, in minor units.
             */
            total_minor: number;
            /** @description The buyer. */
            user_id: components["schemas"]["UserId"];
            /** @description Where it takes place. */
            venue: string;
        };
        /**
         * Format: uuid
         * @description Names a booking.
         */
        BookingId: string;
        /**
         * @description Which seats to book, in exactly one of four forms: `hold_id`; `seats`; `best_available`; or
         *     `section` and `quantity`.
         */
        BookingInput: {
            best_available?: components["schemas"]["BestAvailable"] | null;
            hold_id?: components["schemas"]["HoldId"] | null;
            /**
             * Format: int32
             * @description How many places.
             */
            quantity?: number | null;
            /** @description These seats. */
            seats?: components["schemas"]["SeatName"][] | null;
            /**
             * @description Places in this section.
             * @example GA
             */
            section?: string | null;
        };
        BookingList: {
            items: components["schemas"]["Booking"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        BookingListAsOf: {
            /** Format: date-time */
            as_of: string;
            items: components["schemas"]["Booking"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** Format: int64 */
            position: number;
        };
        /**
         * @description Whether a booking still stands.
         * @enum {string}
         */
        BookingStatus: "confirmed" | "cancelled";
        /** @description Why an event is called off. */
        CancelEventInput: {
            /**
             * @description What buyers are told; one line, at most 500 characters.
             * @example The tenor has lost his voice.
             */
            reason: string;
        };
        /** @description A fact, and what it adds to a figure. */
        Contribution: {
            /**
             * Format: int64
             * @description What it adds; negative if it takes away.
             */
            contribution: number;
            /** @description The event. */
            event_id: components["schemas"]["EventId"];
            /**
             * Format: date-time
             * @description When it happened.
             */
            happened_at: string;
            /**
             * Format: int64
             * @description Where the log has it.
             */
            position: number;
            /**
             * @description What kind of fact it is.
             * @example SeatsBooked
             */
            type: string;
        };
        ContributionListAsOf: {
            /** Format: date-time */
            as_of: string;
            items: components["schemas"]["Contribution"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** Format: int64 */
            position: number;
        };
        /**
         * @description A currency that seats are sold in.
         * @example EUR
         */
        Currency: string;
        /** @description A place that was drawn, for those who check the draw. */
        DrawnPlace: {
            /**
             * @description HMAC-SHA-256 of the account's id, as it is written, under the seed; hexadecimal. Places are
             *     ordered by it.
             */
            key: string;
            /**
             * Format: int64
             * @description The number of the place, from 1.
             */
            place: number;
        };
        DrawnPlaceList: {
            items: components["schemas"]["DrawnPlace"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Proof that the owner asks. */
        ErasureInput: {
            /**
             * Format: password
             * @description The account's password.
             */
            password: string;
        };
        /** @description An event as everyone sees it. */
        Event: {
            /**
             * Format: int32
             * @description The number of seats.
             */
            capacity: number;
            /** @description What its seats are sold in. */
            currency: components["schemas"]["Currency"];
            /** @description What it is about. */
            description: string;
            /** @description Whether only admins see it. */
            draft: boolean;
            /**
             * Format: date-time
             * @description When it ends, if known.
             */
            ends_at?: string | null;
            /**
             * Format: int32
             * @description How many of them nobody has. A hold that ran out counts until its end is recorded, which is
             *     a matter of a moment.
             */
            free: number;
            /** @description Names the event. */
            id: components["schemas"]["EventId"];
            /** @description A picture. */
            image_url?: string | null;
            /**
             * Format: int32
             * @description The most seats that one buyer may hold and book together.
             */
            max_seats_per_user: number;
            /**
             * @description The name.
             * @example Nabucco
             */
            name: string;
            /**
             * Format: int64
             * @description The price of the cheapest seat, in minor units.
             */
            price_from_minor: number;
            /**
             * Format: date-time
             * @description Until when; null: until the start.
             */
            sales_close_at?: string | null;
            /**
             * Format: date-time
             * @description From when seats are sold; null: from publication.
             */
            sales_open_at?: string | null;
            /** @description Its seats. */
            seating: components["schemas"]["Seating"];
            /**
             * Format: date-time
             * @description When it starts.
             */
            starts_at: string;
            /** @description How far it has come. */
            status: components["schemas"]["EventStatus"];
            /**
             * @description Where.
             * @example Arena di Verona
             */
            venue: string;
            /**
             * Format: int64
             * @description The number, within the event's stream, of the last fact that changed anything but
             *     bookings.
             */
            version: number;
            waiting_room?: components["schemas"]["WaitingRoom"] | null;
        };
        /**
         * Format: uuid
         * @description Names an event that people attend; also the id of its stream.
         */
        EventId: string;
        /** @description A new event. */
        EventInput: {
            /**
             * @description What its seats are sold in.
             * @example EUR
             */
            currency: string;
            /** @description At most 10,000 characters. */
            description?: string;
            /** @description Whether it stays invisible for now. */
            draft?: boolean;
            /**
             * Format: date-time
             * @description When it ends, if known.
             */
            ends_at?: string | null;
            /** @description A picture; an http or https address. */
            image_url?: string | null;
            /**
             * Format: int32
             * @description The most seats that one buyer may hold and book together.
             * @default 10
             */
            max_seats_per_user: number;
            /**
             * @description One line, at most 200 characters.
             * @example Nabucco
             */
            name: string;
            /**
             * Format: date-time
             * @description Until when; null: until the start.
             */
            sales_close_at?: string | null;
            /**
             * Format: date-time
             * @description From when seats are sold; null: from publication.
             */
            sales_open_at?: string | null;
            /** @description Its seats; at most 100,000. */
            seating: components["schemas"]["Seating"];
            /**
             * Format: date-time
             * @description When it starts; in the future.
             */
            starts_at: string;
            /**
             * @description Where it takes place; one line, at most 200 characters.
             * @example Arena di Verona
             */
            venue: string;
            waiting_room?: components["schemas"]["WaitingRoom"] | null;
        };
        EventList: {
            items: components["schemas"]["Event"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description What an event lost. */
        EventLoss: {
            /** @description The currency of the value. */
            currency: components["schemas"]["Currency"];
            /** @description The event. */
            event_id: components["schemas"]["EventId"];
            /**
             * Format: int64
             * @description Holds that ended unsold because their time was over.
             */
            holds: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Their seats.
             */
            seats: number;
            /**
             * Format: int64
             * @description What those would have cost, in minor units.
             */
            value_minor: number;
        };
        EventLossListAsOf: {
            /** Format: date-time */
            as_of: string;
            items: components["schemas"]["EventLoss"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** Format: int64 */
            position: number;
        };
        /** @description What is to change; what is left out stays as it is. Where null is allowed, it empties the field. */
        EventPatch: {
            /**
             * @description What its seats are sold in; not once anything is held or booked.
             * @example EUR
             */
            currency?: string;
            /** @description At most 10,000 characters. */
            description?: string;
            /**
             * Format: date-time
             * @description When it ends.
             */
            ends_at?: string | null;
            /** @description A picture; an http or https address. */
            image_url?: string | null;
            /**
             * Format: int32
             * @description The most seats that one buyer may hold and book together.
             */
            max_seats_per_user?: number;
            /** @description One line, at most 200 characters. */
            name?: string;
            /**
             * Format: date-time
             * @description Until when; null: until the start.
             */
            sales_close_at?: string | null;
            /**
             * Format: date-time
             * @description From when seats are sold; null: from publication.
             */
            sales_open_at?: string | null;
            /** @description Its seats; not once anything is held or booked. */
            seating?: components["schemas"]["Seating"];
            /**
             * Format: date-time
             * @description When it starts; in the future, if it changes.
             */
            starts_at?: string;
            /** @description Where it takes place. */
            venue?: string;
            waiting_room?: components["schemas"]["WaitingRoom"] | null;
        };
        /** @description The totals of one event. */
        EventReport: {
            /**
             * Format: int64
             * @description Bookings made and not cancelled.
             */
            bookings: number;
            /**
             * Format: int64
             * @description The number of its seats.
             */
            capacity: number;
            /** @description The currency of the revenue. */
            currency: components["schemas"]["Currency"];
            /** @description The event. */
            event_id: components["schemas"]["EventId"];
            /** @description Its name. */
            name: string;
            /**
             * Format: double
             * @description The share of its seats that was sold, from 0 to 1.
             */
            occupancy: number;
            /**
             * Format: int64
             * @description What was paid and not paid back, in minor units.
             */
            revenue_minor: number;
            /**
             * Format: int64
             * @description Seats of bookings that were not cancelled.
             */
            seats_sold: number;
            /**
             * Format: date-time
             * @description When it starts.
             */
            starts_at: string;
            /** @description How far the event has come. */
            status: components["schemas"]["EventStatus"];
        };
        EventReportListAsOf: {
            /** Format: date-time */
            as_of: string;
            items: components["schemas"]["EventReport"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** Format: int64 */
            position: number;
        };
        /**
         * @description How far an event has come.
         * @enum {string}
         */
        EventStatus: "draft" | "published" | "cancelled";
        /** @description The document. It is never in memory as a whole; this is what its parts add up to. */
        Export: {
            /** @description The account. */
            account: components["schemas"]["AdminUser"];
            /** @description The bookings, newest first. */
            bookings: components["schemas"]["Booking"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            exported_at: string;
            /** @description What the log says of the account. */
            facts: components["schemas"]["OwnFact"][];
            /** @description The holds, newest first. Those that ended more than a day ago are forgotten. */
            holds: components["schemas"]["Hold"][];
            /** @description The mails to the person, newest first. */
            mails: components["schemas"]["OwnMail"][];
            /** @description What the person was refused in the last 90 days and was kept, oldest first. */
            refusals: components["schemas"]["OwnRefusal"][];
            /** @description Where the person is logged in. */
            sessions: components["schemas"]["Session"][];
            /** @description The places in waiting rooms of sales that are not over. */
            waiting_places: components["schemas"]["OwnPlace"][];
        };
        /** @description One field that was refused, and why. */
        FieldError: {
            /** @description The path of the field in the request, such as `seating.sections[1].id`. */
            field: string;
            /** @description A sentence that says what would be accepted. */
            message: string;
        };
        /** @description Whose password is forgotten. */
        ForgotInput: {
            /**
             * Format: email
             * @description The address of the account, in any case.
             * @example ada@example.org
             */
            email: string;
        };
        /** @description Where there is no seat in a row. */
        Gap: {
            /**
             * Format: int32
             * @description How many seats are to the left of it.
             */
            after: number;
            /**
             * Format: int32
             * @description How many seats would fit into it.
             */
            width: number;
        };
        /** @description Seats that are kept for a buyer. */
        Hold: {
            /** @description The currency of the prices. */
            currency: components["schemas"]["Currency"];
            /** @description The event. */
            event_id: components["schemas"]["EventId"];
            /**
             * Format: date-time
             * @description Until when; then the seats are anybody's.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            held_at: string;
            /** @description Names the hold. */
            id: components["schemas"]["HoldId"];
            /** @description Its seats, in the plan's order. */
            seats: components["schemas"]["BookedSeat"][];
            /**
             * Format: int64
             * @description What they cost together, in minor units.
             */
            total_minor: number;
            /** @description The buyer. */
            user_id: components["schemas"]["UserId"];
        };
        /**
         * Format: uuid
         * @description Names a hold.
         */
        HoldId: string;
        /**
         * @description Which seats to keep, in exactly one of three forms: `seats`; `best_available`; or `section`
         *     and `quantity`.
         */
        HoldInput: {
            best_available?: components["schemas"]["BestAvailable"] | null;
            /**
             * Format: int32
             * @description How many places.
             */
            quantity?: number | null;
            /** @description These seats. */
            seats?: components["schemas"]["SeatName"][] | null;
            /**
             * @description Places in this section.
             * @example GA
             */
            section?: string | null;
        };
        /** @description A form with one file. */
        ImageUpload: {
            /**
             * Format: binary
             * @description A JPEG, PNG, WebP or GIF picture of at most 10 MiB and 50 million pixels.
             */
            file: string;
        };
        /** @description Where and how a section is drawn. The stage is at the top of the plan. */
        Layout: {
            /**
             * Format: int32
             * @description How far its widest row reaches around the stage, in degrees; 0: its rows are straight.
             */
            curve?: number;
            /**
             * Format: int32
             * @description How far it is turned around its middle, in degrees clockwise; left out: 0.
             */
            rotation?: number;
            /**
             * Format: int32
             * @description From the plan's left edge to the section's, in tenths of the distance from seat to seat.
             */
            x: number;
            /**
             * Format: int32
             * @description From the plan's top to the section's.
             */
            y: number;
        };
        /** @description A session: the access token is here, the refresh token in a cookie that scripts cannot read. */
        LoginAnswer: {
            /** @description For the header `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description How many seconds the access token is good for.
             * @example 900
             */
            expires_in: number;
            /**
             * @description Always `Bearer`.
             * @example Bearer
             */
            token_type: string;
            /** @description Who logged in. */
            user: components["schemas"]["User"];
        };
        /** @description Who wants to come in. */
        LoginInput: {
            /**
             * Format: email
             * @description The address of the account, in any case.
             * @example ada@example.org
             */
            email: string;
            /**
             * Format: password
             * @description Its password.
             */
            password: string;
        };
        /** @description A mail. */
        Mail: {
            /**
             * Format: int32
             * @description How often sending it was begun.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was written.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What went wrong last. */
            last_error?: string | null;
            /**
             * Format: date-time
             * @description When it will be tried next, if it will.
             */
            next_attempt_at?: string | null;
            /**
             * Format: date-time
             * @description When the mail server took it.
             */
            sent_at?: string | null;
            /** @description What has become of it. */
            status: components["schemas"]["MailState"];
            /** @description What it is. */
            template: components["schemas"]["MailTemplate"];
            /** @description The address that it goes to. */
            to: string;
        };
        /** @description A mail, and what it says. */
        MailContent: components["schemas"]["Mail"] & {
            /** @description The same as HTML. */
            html: string;
            /** @description Its subject. */
            subject: string;
            /** @description Its plain text. */
            text: string;
        };
        MailList: {
            items: components["schemas"]["Mail"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /**
         * @description What has become of a mail.
         * @enum {string}
         */
        MailState: "pending" | "sending" | "sent" | "ambiguous" | "dead";
        /**
         * @description What a mail is.
         * @enum {string}
         */
        MailTemplate: "confirmation" | "admin_copy" | "cancellation" | "verify_email" | "reset_password" | "password_changed";
        /** @description A fact about an account, as its owner sees it. */
        OwnFact: {
            /** @description All that the log keeps of it. */
            payload: unknown;
            /**
             * Format: int64
             * @description Its place in the log.
             */
            position: number;
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            recorded_at: string;
            /** @description What happened. */
            type: string;
        };
        /** @description A mail, as the person sees it whom it went to. */
        OwnMail: {
            /**
             * Format: date-time
             * @description When it was written.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When the mail server took it.
             */
            sent_at?: string | null;
            /** @description What has become of it. */
            status: components["schemas"]["MailState"];
            /** @description Its subject. */
            subject: string;
            /** @description What it is. */
            template: components["schemas"]["MailTemplate"];
        };
        /** @description A place as its owner is told of it. */
        OwnPlace: {
            /**
             * Format: uuid
             * @description In the waiting room of which event.
             */
            event_id: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            joined_at: string;
            /**
             * Format: int64
             * @description The number of the place; null before the draw.
             */
            place?: number | null;
        };
        /** @description Something that a buyer was refused, as told to the buyer. */
        OwnRefusal: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: uuid
             * @description About which event.
             */
            event_id: string;
            /**
             * Format: uuid
             * @description The hold whose seats were wanted.
             */
            hold_id?: string | null;
            /**
             * Format: int32
             * @description How many of the best seats were wanted.
             */
            quantity?: number | null;
            /**
             * @description Why, as problems have it.
             * @example seat-taken
             */
            reason: string;
            /** @description The seats that were wanted by name. */
            seats?: string[] | null;
            /** @description The section in which the best seats were wanted. */
            section?: string | null;
        };
        /** @description The old password and the new one. */
        PasswordInput: {
            /**
             * Format: password
             * @description Not one of the commonest.
             */
            new_password: string;
            /**
             * Format: password
             * @description The account's password until now.
             */
            old_password: string;
        };
        /** @description What is answered in place of what was asked for (RFC 9457). */
        Problem: {
            /**
             * Format: int32
             * @description How many confirmed bookings there are (`event-has-bookings`).
             */
            bookings?: number;
            /** @description What is wrong this time. */
            detail: string;
            /** @description The fields that were refused (`validation`), at most 50 of them. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int32
             * @description How many seats the buyer has (`limit-reached`).
             */
            held_or_booked?: number;
            /**
             * Format: int32
             * @description How many seats one buyer may have (`limit-reached`).
             */
            limit?: number;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            /** @description The seats in question (`seat-taken`, `unknown-seat`). */
            seats?: components["schemas"]["SeatName"][];
            /**
             * Format: int32
             * @description The HTTP status.
             * @example 409
             */
            status: number;
            /** @description A short sentence about the kind. */
            title: string;
            /**
             * @description Tells kinds of problems apart.
             * @example /problems/seat-taken
             */
            type: string;
        };
        /** @description A read model's progress. */
        Projection: {
            /** @description Why it halted, or why the last attempt to build it anew was given up. */
            error?: string | null;
            /**
             * Format: double
             * @description How many facts a second go there.
             */
            facts_per_sec?: number | null;
            /**
             * Format: int64
             * @description The position of the last fact of the log.
             */
            head: number;
            /**
             * Format: int64
             * @description How many facts it is behind.
             */
            lag: number;
            /**
             * Format: int64
             * @description How long the first of these has been in the log, in milliseconds.
             */
            lag_ms: number;
            /**
             * @description The model.
             * @example catalogue
             */
            name: string;
            /**
             * Format: int64
             * @description The position of the last fact that is in it.
             */
            position: number;
            /**
             * Format: double
             * @description While it is built anew: the share of the log that is in the new tables, from 0 to 1.
             */
            progress?: number | null;
            /**
             * Format: int64
             * @description How long that is going to take, in milliseconds, if it goes on like this.
             */
            remaining_ms?: number | null;
            /** @description Whether it follows the log. */
            state: components["schemas"]["ProjectionState"];
        };
        ProjectionList: {
            items: components["schemas"]["Projection"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /**
         * @description Whether a read model follows the log.
         * @enum {string}
         */
        ProjectionState: "running" | "rebuilding" | "halted";
        /** @description A fact's inclusion in the log (RFC 6962), with the checkpoint that it leads to. */
        Proof: {
            /** @description The hashes beside the way from the leaf to the root, from below, hexadecimal. */
            audit_path: string[];
            /** @description The signed note that states the root (C2SP tlog-checkpoint). */
            checkpoint: string;
            /** @description SHA-256(0x00 ‖ record), hexadecimal. */
            leaf_hash: string;
            /**
             * Format: int64
             * @description Its place in the tree, from 0.
             */
            leaf_index: number;
            /**
             * Format: int64
             * @description The position of the fact in the log.
             */
            position: number;
            /** @description The key that signed it (C2SP signed-note); believe it only where it comes from elsewhere. */
            public_key: string;
            /** @description The fact in its canonical form: ten netstrings. */
            record: string;
            /**
             * Format: int64
             * @description How many facts the tree has.
             */
            tree_size: number;
        };
        /** @description The waiting room of an event, and a buyer's place in it. */
        Queue: {
            /**
             * Format: int32
             * @description How many are let in a minute; null where nobody need wait, 0: nobody for now.
             */
            admit_per_minute?: number | null;
            /**
             * Format: date-time
             * @description Until when the buyer may choose seats.
             */
            admitted_until?: string | null;
            /**
             * Format: int64
             * @description In how many seconds to ask again, as in `Retry-After`; null where there is nothing to wait for.
             */
            ask_again_secs?: number | null;
            /**
             * Format: int64
             * @description In about how many seconds it is the buyer's turn; null where nobody can tell.
             */
            estimated_wait_secs?: number | null;
            /**
             * Format: date-time
             * @description When sales open or have opened. Those who come before have their order drawn then.
             */
            opens_at?: string | null;
            order?: components["schemas"]["QueueOrder"] | null;
            /**
             * Format: int64
             * @description The number of the place, from 1; null without one, and before the order is drawn.
             */
            place?: number | null;
            /**
             * Format: int64
             * @description How many come before the buyer, and the buyer, while it is not their turn yet.
             */
            position?: number | null;
            /** @description How far the buyer has come. */
            state: components["schemas"]["QueueState"];
        };
        /**
         * @description How the order of those who came before sales opened is drawn: by HMAC-SHA-256 of the account's
         *     id, as it is written, under the seed.
         */
        QueueOrder: {
            /** @description SHA-256 of the seed; hexadecimal. It is told before the draw and cannot change any more. */
            commitment: string;
            /**
             * Format: date-time
             * @description When the order was drawn.
             */
            drawn_at?: string | null;
            /**
             * Format: int64
             * @description How many places were drawn.
             */
            drawn_places?: number | null;
            /** @description The seed; hexadecimal, null before the draw. */
            seed?: string | null;
        };
        /**
         * @description How far a buyer has come.
         * @enum {string}
         */
        QueueState: "open" | "outside" | "waiting" | "admitted" | "over";
        /** @description Something that a buyer was refused, as auditors see it. */
        Refusal: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: uuid
             * @description About which event.
             */
            event_id: string;
            /**
             * Format: uuid
             * @description The hold whose seats were wanted.
             */
            hold_id?: string | null;
            /**
             * Format: int32
             * @description How many of the best seats were wanted.
             */
            quantity?: number | null;
            /**
             * @description Why, as problems have it.
             * @example seat-taken
             */
            reason: string;
            /** @description The seats that were wanted by name. */
            seats?: string[] | null;
            /** @description The section in which the best seats were wanted. */
            section?: string | null;
            /**
             * Format: uuid
             * @description Who.
             */
            user_id: string;
        };
        RefusalList: {
            items: components["schemas"]["Refusal"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Somebody wanted a seat by its name and did not get it. */
        RefusedSeat: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * @description Why, as problems have it.
             * @example seat-taken
             */
            reason: string;
            /** @description All seats that were wanted together. */
            seats: string[];
            /**
             * Format: uuid
             * @description Who.
             */
            user_id: string;
        };
        /** @description Who wants an account. */
        RegisterInput: {
            /**
             * Format: email
             * @description Compared without case, kept as typed.
             * @example ada@example.org
             */
            email: string;
            /**
             * @description What the person wants to be called.
             * @example Ada Lovelace
             */
            name: string;
            /**
             * Format: password
             * @description Not one of the commonest.
             */
            password: string;
        };
        /** @description What the mailed link says, and the new password. */
        ResetInput: {
            /**
             * Format: password
             * @description Not one of the commonest.
             */
            password: string;
            /** @description From the mailed link. */
            token: string;
        };
        /** @description An amount of money. */
        Revenue: {
            /**
             * Format: int64
             * @description The amount, in its minor units.
             */
            amount_minor: number;
            /** @description The currency. */
            currency: components["schemas"]["Currency"];
        };
        /**
         * @description What an account may do.
         * @enum {string}
         */
        Role: "user" | "staff" | "admin";
        /** @description What admins may change about an account. */
        RolePatch: {
            /** @description What the account may do from now on. */
            role: components["schemas"]["Role"];
        };
        /** @description One row of a reserved section. */
        Row: {
            /**
             * @description Aisles and places without a seat, from left to right. Says only where seats are drawn:
             *     the seats on both sides of one are neighbours to best available.
             */
            gaps?: components["schemas"]["Gap"][];
            /**
             * @description The second part of its seats' names: letters, digits, `_` or `.`, at most 16.
             * @example A
             */
            label: string;
            /** @description How many seats (then numbered from 1), or their labels from left to right. */
            seats: components["schemas"]["RowSeats"];
        };
        /** @description The seats of a row, from left to right. */
        RowSeats: number | string[];
        /**
         * @description What was sold within an hour or a day. A cancellation counts where it happened, so figures may
         *     be negative.
         */
        SalesBucket: {
            /**
             * Format: int64
             * @description Bookings made less bookings cancelled.
             */
            bookings: number;
            /**
             * Format: date-time
             * @description When the hour or day (UTC) begins.
             */
            bucket_start: string;
            /** @description The same for each currency. */
            revenue: components["schemas"]["Revenue"][];
            /**
             * Format: int64
             * @description What was paid less what was paid back, in minor units. Where sales were in several
             *     currencies this adds up bare numbers; `revenue` keeps them apart.
             */
            revenue_minor: number;
            /**
             * Format: int64
             * @description Seats booked less seats given back.
             */
            seats: number;
        };
        SalesBucketListAsOf: {
            /** Format: date-time */
            as_of: string;
            items: components["schemas"]["SalesBucket"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** Format: int64 */
            position: number;
        };
        /**
         * @description What became of seats since the message before. Several changes of one seat are told as the
         *     last of them.
         */
        SeatChanges: {
            /** @description Seats that are not for sale now. */
            blocked: components["schemas"]["SeatName"][];
            /** @description Seats that are sold now. */
            booked: components["schemas"]["SeatName"][];
            /** @description Seats that are free now. */
            freed: components["schemas"]["SeatName"][];
            /** @description Seats that somebody is about to buy now. */
            held: components["schemas"]["SeatName"][];
        };
        /** @description Something that happened to a seat. */
        SeatEpisode: {
            booking_id?: components["schemas"]["BookingId"] | null;
            /**
             * Format: date-time
             * @description Until when the hold lasts from now on.
             */
            expires_at?: string | null;
            hold_id?: components["schemas"]["HoldId"] | null;
            /**
             * Format: int64
             * @description Where the log says so.
             */
            position: number;
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            recorded_at: string;
            /**
             * @description The type of the fact.
             * @example SeatsHeld
             */
            type: string;
            user_id?: components["schemas"]["UserId"] | null;
        };
        /** @description Seats by their names. */
        SeatListInput: {
            /** @description All of them, or none, change. */
            seats: components["schemas"]["SeatName"][];
        };
        /** @description Which seats of an event are not free; the others are. */
        SeatMap: {
            /** @description Seats that are not for sale. */
            blocked: components["schemas"]["SeatName"][];
            /** @description Seats that were sold. */
            booked: components["schemas"]["SeatName"][];
            /**
             * Format: int32
             * @description The number of seats.
             */
            capacity: number;
            /**
             * Format: int32
             * @description How many of them nobody has.
             */
            free: number;
            /** @description Seats that somebody is about to buy. */
            held: components["schemas"]["SeatName"][];
            /**
             * Format: int64
             * @description The last fact that this answer knows of.
             */
            position: number;
            /** @description The sections, in the organiser's order. */
            sections: components["schemas"]["SectionAvailability"][];
        };
        /**
         * @description The name of a seat: `SECTION-ROW-SEAT` in a section with rows, `SECTION-PLACE` in a general
         *     one. Whether an event has such a seat is for its plan to say. As with texts, only `new` checks.
         * @example ST-A-12
         */
        SeatName: string;
        /** @description The story of a seat. */
        SeatStory: {
            /** @description What happened to it, oldest first. */
            items: components["schemas"]["SeatEpisode"][];
            /** @description Always null: a story has one page. */
            next_cursor?: string | null;
            /**
             * @description Who wanted it by its name and did not get it, oldest first: what was kept of the last 90
             *     days, a sample while very many are refused.
             */
            refused: components["schemas"]["RefusedSeat"][];
        };
        /** @description Every section of an event, in the order that buyers see. */
        Seating: {
            /** @description The sections; at least one, together at most 100,000 seats. */
            sections: components["schemas"]["Section"][];
        };
        /** @description One part of the house at one price. */
        Section: {
            /**
             * Format: int32
             * @description The number of places; only in a `general` section.
             */
            capacity?: number | null;
            /**
             * @description The first part of its seats' names: letters, digits, `_` or `.`, at most 16.
             * @example ST
             */
            id: string;
            /** @description Rows of seats, or places. */
            kind: components["schemas"]["SectionKind"];
            /**
             * @description Where the section stands on the drawn plan; without it, whoever draws finds a place. Says
             *     nothing about which seats there are.
             */
            layout?: components["schemas"]["Layout"];
            /**
             * @description What buyers call it.
             * @example Stalls
             */
            name: string;
            /**
             * Format: int64
             * @description The price of one seat in minor units of the event's currency.
             */
            price_minor: number;
            /** @description The rows from front to back; only in a `reserved` section. */
            rows?: components["schemas"]["Row"][] | null;
        };
        /** @description How many seats of a section are free. */
        SectionAvailability: {
            /**
             * Format: int32
             * @description The number of its seats.
             */
            capacity: number;
            /**
             * Format: int32
             * @description How many of its seats nobody has.
             */
            free: number;
            /**
             * @description The section.
             * @example ST
             */
            id: string;
        };
        /**
         * @description Whether seats are chosen one by one.
         * @enum {string}
         */
        SectionKind: "reserved" | "general";
        /** @description The totals of a section. */
        SectionReport: {
            /**
             * Format: int64
             * @description The number of its seats.
             */
            capacity: number;
            /** @description The currency of the amounts. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description What those would have cost, in minor units.
             */
            lost_minor: number;
            /**
             * Format: int64
             * @description Seats of holds that ended unsold because their time was over.
             */
            lost_seats: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: double
             * @description The share of its seats that was sold, from 0 to 1.
             */
            occupancy: number;
            /**
             * Format: int64
             * @description The price of its seats, in minor units.
             */
            price_minor: number;
            /**
             * Format: int64
             * @description What was paid for them and not paid back, in minor units.
             */
            revenue_minor: number;
            /**
             * Format: int64
             * @description Seats of bookings that were not cancelled.
             */
            seats_sold: number;
            /**
             * @description Its id.
             * @example ST
             */
            section: string;
        };
        SectionReportListAsOf: {
            /** Format: date-time */
            as_of: string;
            items: components["schemas"]["SectionReport"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** Format: int64 */
            position: number;
        };
        /** @description A login that goes on. */
        Session: {
            /**
             * @description Where the login came from.
             * @example 192.0.2.1
             */
            address?: string | null;
            /**
             * Format: date-time
             * @description When it was opened.
             */
            created_at: string;
            /** @description Whether the caller's access token was made in it. */
            current: boolean;
            /**
             * Format: date-time
             * @description When it ends by itself, if it is not carried on.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description Names the session.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last carried on; a session in use does so every quarter of an hour.
             */
            last_used_at: string;
            /** @description What the browser or program called itself. */
            user_agent?: string | null;
        };
        SessionList: {
            items: components["schemas"]["Session"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A checkpoint as it is listed. */
        SignedCheckpoint: {
            /** @description The signed note (C2SP tlog-checkpoint), to be kept elsewhere. */
            note: string;
            /**
             * Format: date-time
             * @description When it was signed.
             */
            signed_at: string;
            /**
             * Format: int64
             * @description How many facts the log had.
             */
            tree_size: number;
        };
        SignedCheckpointList: {
            items: components["schemas"]["SignedCheckpoint"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description The totals of everything. */
        SummaryReport: {
            /**
             * Format: date-time
             * @description When that fact was recorded; now, while there is none.
             */
            as_of: string;
            /**
             * Format: int64
             * @description Bookings made and not cancelled.
             */
            bookings: number;
            /**
             * Format: int64
             * @description Bookings cancelled.
             */
            cancelled_bookings: number;
            /**
             * Format: int64
             * @description Events published, past ones included, and neither cancelled nor deleted.
             */
            events: number;
            /**
             * Format: int64
             * @description The last fact that this answer knows of.
             */
            position: number;
            /** @description What was paid and not paid back, for each currency in which anything was ever booked. */
            revenue: components["schemas"]["Revenue"][];
            /**
             * Format: int64
             * @description Seats of the bookings that were not cancelled.
             */
            seats_sold: number;
            /**
             * Format: int64
             * @description Accounts that were not erased.
             */
            users: number;
        };
        /** @description A plan to keep. */
        TemplateInput: {
            /**
             * @description What its prices are in.
             * @example EUR
             */
            currency: string;
            /**
             * @description One line, at most 200 characters; no other template has it.
             * @example Arena di Verona
             */
            name: string;
            /** @description The seats, as in an event. */
            seating: components["schemas"]["Seating"];
        };
        /** @description What a request to book was understood as. */
        Understood: {
            /**
             * @description How many seats it asks for; nothing where those of a hold are meant.
             * @example 2
             */
            seats?: number | null;
        };
        /** @description Where an uploaded picture is. */
        UploadedImage: {
            /**
             * @description What an event's `image_url` takes. The picture itself, at most 1600 pixels wide and high;
             *     with `-640` in place of `-1600` the same, smaller.
             */
            image_url: string;
        };
        /** @description An account, as its owner sees it. */
        User: {
            /**
             * @description The e-mail address as it was typed.
             * @example ada@example.org
             */
            email: string;
            /** @description Whether the owner has shown that mail sent there arrives. */
            email_verified: boolean;
            /** @description Names the account. */
            id: components["schemas"]["UserId"];
            /**
             * @description What the person wants to be called.
             * @example Ada Lovelace
             */
            name: string;
            /** @description What the account may do. */
            role: components["schemas"]["Role"];
        };
        /** @description The new account. */
        UserEnvelope: {
            /** @description Who it is. */
            user: components["schemas"]["User"];
        };
        /**
         * Format: uuid
         * @description Names an account; also the id of its stream.
         */
        UserId: string;
        /** @description What people may change about their own account. */
        UserPatch: {
            /**
             * @description What the person wants to be called.
             * @example Ada Lovelace
             */
            name: string;
        };
        /** @description A kept plan, without its seats. */
        VenueTemplate: {
            /**
             * Format: int32
             * @description How many seats it has.
             */
            capacity: number;
            /**
             * Format: date-time
             * @description When it was kept.
             */
            created_at: string;
            /**
             * @description What its prices are in.
             * @example EUR
             */
            currency: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            id: string;
            /**
             * @description What organisers call it.
             * @example Arena di Verona
             */
            name: string;
        };
        VenueTemplateList: {
            items: components["schemas"]["VenueTemplate"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A kept plan with its seats. */
        VenueTemplatePlan: components["schemas"]["VenueTemplate"] & {
            /** @description The seats. */
            seating: components["schemas"]["Seating"];
        };
        /** @description What was found. */
        Verdict: {
            /**
             * Format: int64
             * @description How many facts are, from the beginning on.
             */
            checked: number;
            /**
             * Format: int64
             * @description How many signed checkpoints agree.
             */
            checkpoints: number;
            /**
             * Format: int64
             * @description The lowest position whose record or link does not check.
             */
            first_bad_position?: number;
            /** @description The chain up to it, hexadecimal. */
            head_hash: string;
            /**
             * Format: int64
             * @description The position of the last of them.
             */
            head_position: number;
            /** @description Whether everything is as it was sealed and signed. */
            ok: boolean;
            /** @description What does not check there. */
            reason?: string;
        };
        /** @description What the mailed link says. */
        VerifyInput: {
            /** @description From the mailed link. */
            token: string;
        };
        /** @description Buyers wait, and are let in one after the other. */
        WaitingRoom: {
            /**
             * Format: int32
             * @description How many a minute; 0: nobody for now.
             * @example 300
             */
            admit_per_minute: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    admin_bookings: {
        parameters: {
            query?: {
                /** @description Words in the reference or the event's name */
                q?: string;
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description Of this buyer */
                user_id?: components["schemas"]["UserId"];
                /** @description `confirmed` or `cancelled` */
                status?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of bookings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingList"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_mails: {
        parameters: {
            query?: {
                /** @description `pending`, `sending`, `sent`, `ambiguous` or `dead` */
                status?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of mails */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailContent"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_mail: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `mail-not-failed`: The mail is on its way or has arrived */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_projections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The read models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectionList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rebuild_projection: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example catalogue */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is going to be done */
            202: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_templates: {
        parameters: {
            query?: {
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VenueTemplateList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateInput"];
            };
        };
        responses: {
            /** @description The template */
            201: {
                headers: {
                    /** @description Where it is */
                    Location?: string;
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VenueTemplatePlan"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VenueTemplatePlan"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is forgotten */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description A part of the name or the address */
                q?: string;
                /** @description Only these, by commas; at most 100. Those that were erased are not found */
                ids?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUserList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erase_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is erased */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `last-admin`: The last admin cannot go */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolePatch"];
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `last-admin`: The last admin cannot go */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No session goes on */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_actions: {
        parameters: {
            query?: {
                /** @description Of this admin or member of staff */
                actor_id?: components["schemas"]["UserId"];
                /** @description From then on */
                from?: string;
                /** @description Before then */
                to?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of actions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminActionList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_booking_proof: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["BookingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `projection-behind`: What you asked for is not built yet
             *     - `busy`: The service is busy
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_proof_checker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/x-python": string;
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_checkpoints: {
        parameters: {
            query?: {
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of checkpoints */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedCheckpointList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["EventId"];
                seat: components["schemas"]["SeatName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its story */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeatStory"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_facts: {
        parameters: {
            query?: {
                /** @description Behind this position */
                after?: number;
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description That this user did, or that speak of the user */
                user_id?: components["schemas"]["UserId"];
                /** @description Of this type, such as `SeatsBooked` */
                type?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of facts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditedFactList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_refusals: {
        parameters: {
            query?: {
                /** @description About this event */
                event_id?: components["schemas"]["EventId"];
                /** @description Of this buyer */
                user_id?: components["schemas"]["UserId"];
                /** @description `seat-taken`, `not-enough-seats`, `limit-reached`, `sales-closed` or `hold-expired` */
                reason?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of refusals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_log: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resend_verification: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Noted */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_email: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyInput"];
            };
        };
        responses: {
            /** @description The address is verified */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `bad-token`: The link is no longer valid
             *     - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginInput"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginAnswer"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `bad-credentials`: E-mail address or password is wrong
             *     - `unauthenticated`: Log in first
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `too-many-attempts`: Too many failed attempts
             *     - `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `session-ended`: The session has ended
             *     - `unauthenticated`: Log in first
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgotInput"];
            };
        };
        responses: {
            /** @description Noted */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetInput"];
            };
        };
        responses: {
            /** @description The password is changed */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `bad-token`: The link is no longer valid
             *     - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginAnswer"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `session-ended`: The session has ended
             *     - `unauthenticated`: Log in first
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterInput"];
            };
        };
        responses: {
            /** @description The account */
            201: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserEnvelope"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `email-taken`: The e-mail address has an account already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_bookings: {
        parameters: {
            query?: {
                /** @description Another buyer's; for staff and admins */
                user_id?: components["schemas"]["UserId"];
                /** @description `own`, or `all` buyers'; the latter for staff and admins */
                whose?: string;
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description `confirmed` or `cancelled` */
                status?: string;
                /** @description Words in the reference or the event's name */
                q?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of bookings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingList"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_booking: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookingInput"];
            };
        };
        responses: {
            /** @description It would be understood */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Understood"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_booking: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["BookingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The booking */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_booking: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["BookingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The booking */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `already-cancelled`: The booking was cancelled already
             *     - `too-late`: The event has started
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `projection-behind`: What you asked for is not built yet
             *     - `busy`: The service is busy
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description Words in name, venue or description */
                q?: string;
                /** @description Starts then or later */
                from?: string;
                /** @description Starts before then */
                to?: string;
                /** @description The cheapest seat costs so much or more, such as `12.50`, in the event's own currency */
                price_from?: string;
                /** @description The cheapest seat costs so much or less */
                price_to?: string;
                /** @description `upcoming` (default), `past`, `cancelled`, `draft` or `all` */
                status?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventInput"];
            };
        };
        responses: {
            /** @description The event */
            201: {
                headers: {
                    /** @description Where it is */
                    Location?: string;
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `event-has-bookings`: The event has confirmed bookings */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventPatch"];
            };
        };
        responses: {
            /** @description The event */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `event-cancelled`: The event was cancelled
             *     - `plan-in-use`: Seats and currency cannot change once something is held or booked
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    block_seats: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatListInput"];
            };
        };
        responses: {
            /** @description What is blocked now */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockedSeats"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `event-cancelled`: The event was cancelled
             *     - `seat-taken`: A seat is taken
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `unknown-seat`: The event has no such seat
             *     - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    book_seats: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookingInput"];
            };
        };
        responses: {
            /** @description The booking */
            201: {
                headers: {
                    /** @description Where it is */
                    Location?: string;
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-admitted`: There is a waiting room, and it is not your turn */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `seat-taken`: A seat is taken
             *     - `sales-closed`: Seats are not on sale now
             *     - `event-cancelled`: The event was cancelled
             *     - `limit-reached`: One buyer may not have so many seats of this event
             *     - `not-enough-seats`: Too few seats are free
             *     - `hold-already-booked`: The hold was booked already
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-expired`: The hold has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `unknown-seat`: The event has no such seat
             *     - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelEventInput"];
            };
        };
        responses: {
            /** @description The event */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hold_seats: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldInput"];
            };
        };
        responses: {
            /** @description The hold */
            201: {
                headers: {
                    /** @description Where it is */
                    Location?: string;
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-admitted`: There is a waiting room, and it is not your turn */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `seat-taken`: A seat is taken
             *     - `sales-closed`: Seats are not on sale now
             *     - `event-cancelled`: The event was cancelled
             *     - `limit-reached`: One buyer may not have so many seats of this event
             *     - `not-enough-seats`: Too few seats are free
             *     - `hold-already-booked`: The hold was booked already
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-expired`: The hold has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `unknown-seat`: The event has no such seat
             *     - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `event-cancelled`: The event was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_queue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The waiting room */
            200: {
                headers: {
                    /** @description In how many seconds to ask again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join_queue: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The place */
            200: {
                headers: {
                    /** @description In how many seconds to ask again. */
                    "Retry-After"?: string;
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_queue_order: {
        parameters: {
            query?: {
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of places */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnPlaceList"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_event_seats: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The seats */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeatMap"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_event_seats_live: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last `id` that was received. */
                "Last-Event-ID"?: number | null;
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What changes, as it does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["SeatChanges"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unblock_seats: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatListInput"];
            };
        };
        responses: {
            /** @description What is blocked now */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockedSeats"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `event-cancelled`: The event was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `unknown-seat`: The event has no such seat
             *     - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_hold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hold */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-already-booked`: The hold was booked already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-expired`: The hold has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    release_hold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is given up */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-already-booked`: The hold was booked already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-expired`: The hold has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `projection-behind`: What you asked for is not built yet
             *     - `busy`: The service is busy
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    extend_hold: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hold */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /**
             * @description - `bad-request`: The request cannot be read
             *     - `bad-json`: The body is not JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `hold-cap-reached`: The hold cannot be extended any more
             *     - `hold-already-booked`: The hold was booked already
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `hold-expired`: The hold has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `projection-behind`: What you asked for is not built yet
             *     - `busy`: The service is busy
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erase_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureInput"];
            };
        };
        responses: {
            /** @description The account is erased */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `wrong-password`: The password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `last-admin`: The last admin cannot go */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `too-many-attempts`: Too many failed attempts
             *     - `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of one's own data */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `projection-behind`: What you asked for is not built yet
             *     - `busy`: The service is busy
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordInput"];
            };
        };
        responses: {
            /** @description The password is changed */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `wrong-password`: The password is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `too-many-attempts`: Too many failed attempts
             *     - `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended */
            204: {
                headers: {
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_cancellations: {
        parameters: {
            query?: {
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description `hour` or `day` */
                bucket?: string;
                /** @description From then on */
                from?: string;
                /** @description Before then */
                to?: string;
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of buckets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesBucketListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_events: {
        parameters: {
            query?: {
                /** @description This event */
                event_id?: components["schemas"]["EventId"];
                /** @description `draft`, `published` or `cancelled` */
                status?: string;
                /** @description That start then or later */
                from?: string;
                /** @description That start earlier */
                to?: string;
                /** @description Words in the name */
                q?: string;
                /** @description `starts_at`; or, the greatest first, `revenue_minor`, `seats_sold`, `bookings` or `occupancy` */
                sort?: string;
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventReportListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_sections: {
        parameters: {
            query?: {
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionReportListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `not-found`: There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_facts: {
        parameters: {
            query: {
                /** @description `bookings`, `cancelled_bookings`, `seats_sold`, `revenue_minor`, `lost_holds`, `lost_seats` or `lost_minor` */
                figure: string;
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description That happened then or later */
                from?: string;
                /** @description That happened earlier */
                to?: string;
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of facts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContributionListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_lost_demand: {
        parameters: {
            query?: {
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description `hour` or `day` */
                bucket?: string;
                /** @description From then on */
                from?: string;
                /** @description Before then */
                to?: string;
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of buckets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesBucketListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_lost_events: {
        parameters: {
            query?: {
                /** @description This event */
                event_id?: components["schemas"]["EventId"];
                /** @description `draft`, `published` or `cancelled` */
                status?: string;
                /** @description That start then or later */
                from?: string;
                /** @description That start earlier */
                to?: string;
                /** @description Words in the name */
                q?: string;
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventLossListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_sales: {
        parameters: {
            query?: {
                /** @description Of this event */
                event_id?: components["schemas"]["EventId"];
                /** @description `hour` or `day` */
                bucket?: string;
                /** @description From then on */
                from?: string;
                /** @description Before then */
                to?: string;
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of buckets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesBucketListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_summary: {
        parameters: {
            query?: {
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The totals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryReport"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_user_bookings: {
        parameters: {
            query?: {
                /**
                 * @description As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
                 *     follow are as of the first one.
                 */
                as_of?: string;
                /** @description How many items a page has. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 2 s, until the answer knows of this log position. */
                "Seatlog-Min-Position"?: number;
            };
            path: {
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of bookings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingListAsOf"];
                    "text/csv": string;
                };
            };
            /** @description - `bad-request`: The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `validation`: Some fields were refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `busy`: The service is busy
             *     - `projection-behind`: What you asked for is not built yet
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_image: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. The same key with the same request gets the same answer, with `Idempotent-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageUpload"];
            };
        };
        responses: {
            /** @description Where it is */
            201: {
                headers: {
                    /** @description Where it is */
                    Location?: string;
                    /** @description The log position of the last fact, if any. */
                    "Seatlog-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedImage"];
                };
            };
            /**
             * @description - `bad-json`: The body is not JSON
             *     - `bad-request`: The request cannot be read
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unauthenticated`: Log in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `forbidden`: Your account may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `unsupported-media`: This kind of body is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `validation`: Some fields were refused
             *     - `idempotency-key-reused`: The Idempotency-Key belongs to another request
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `too-many-requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `internal`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `busy`: The service is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
