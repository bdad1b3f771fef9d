package io.holdfast.cli;

/** The pages of help, as {@code HelpPagesTest} writes them down from the command line itself. */
final class HelpText {

    static final String PAGES = """
            \f
            Usage: holdfast [-hV] [COMMAND]
            Places, keeps and settles payment holds for contact centres. No command is
            "serve".
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              serve       Runs the API, the webhooks and the schedules (the default).
              demo        Runs everything on this machine: an embedded PostgreSQL, the
                            sandbox gateway, and an API key to try.
              sandbox     Runs the sandbox gateway: the erp contract, with faults by
                            payment method id.
              keys        Makes keys.
              disputes    Opens, shows and settles disputes on a running Holdfast.
              operations  Shows the gateway operations that wait, run or need a person, and
                            settles them.
              crypto      Changes the key that seals payment tokens.
              audit       Proves the story, reviews a week, and searches for card numbers.
              reconcile   Compares every live authorization at the gateways with the
                            disputes, both ways. Goes on where it was stopped. Exits 1 if
                            orphaned holds remain, or money is not where the record has it.
              migrate     Brings the database up to date, and says what it did. Safe to
                            repeat, and while replicas run.
              doctor      Checks settings, database, migrations, gateways, clocks, keys and
                            secrets, and says what to do. Changes nothing. Exits 1 if
                            something is wrong.
              completion  Prints a script that lets bash or zsh complete commands and
                            options.
            \faudit
            Usage: holdfast audit [-hV] [COMMAND]
            Proves the story, reviews a week, and searches for card numbers.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              verify  Finds whatever was changed, removed, moved or added in the database
                        behind the service's back.
              report  Reviews a week, or other days: what happened, who read, who was
                        turned away, what is unusual, and whether the story is whole.
              scan    Searches files, folders, standard input or the database for card
                        numbers, and prints where they are, masked.
              keys    Makes the keys that sign and verify the daily heads, and prints their
                        settings.
            \faudit keys
            Usage: holdfast audit keys [-hV]
            Makes the keys that sign and verify the daily heads, and prints their settings.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            \faudit report
            Usage: holdfast audit report [-hV] [--format=<format>] [--from=<day>]
                                         [--to=<day>] [--week=<week>] [--zone=<zone>]
            Reviews a week, or other days: what happened, who read, who was turned away,
            what is unusual, and whether the story is whole.
                  --format=<format>   text, html or csv. Default: text
                  --from=<day>        In place of a week, from this day on (UTC), such as
                                        2026-11-01.
              -h, --help              Show this help message and exit.
                  --to=<day>          Before this day. Default: as much as has been.
              -V, --version           Print version information and exit.
                  --week=<week>       Such as 2026-W47. Default: the last one that is over.
                  --zone=<zone>       Time zone that says when it is night, such as
                                        Europe/Vienna. Default: UTC
            \faudit scan
            Usage: holdfast audit scan [-hV] [--database] [-o=<format>] [PATH...]
            Searches files, folders, standard input or the database for card numbers, and
            prints where they are, masked.
            Compressed files (gzip) are read as what they hold. Links are followed, pipes
            read to their end.
                  [PATH...]           Files and folders; - is standard input.
                  --database          Every table of the database that the settings name.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
              -V, --version           Print version information and exit.
            \faudit verify
            Usage: holdfast audit verify [-hV] [-o=<format>]
            Finds whatever was changed, removed, moved or added in the database behind the
            service's back.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
              -V, --version           Print version information and exit.
            \fcompletion
            Usage: holdfast completion [-hV] [--name=<name>]
            Prints a script that lets bash or zsh complete commands and options.
            bash: source <(holdfast completion)
            zsh:  the same, in ~/.zshrc after compinit
              -h, --help          Show this help message and exit.
                  --name=<name>   What the command is called: a script or an alias.
                                    Default: holdfast
              -V, --version       Print version information and exit.
            \fcrypto
            Usage: holdfast crypto [-hV] [COMMAND]
            Changes the key that seals payment tokens.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              rotate  Seals everything with the primary key of holdfast.crypto.keyset
                        again, beside replicas that go on working. May be ended at any
                        moment and begun again.
              keyset  Prints holdfast.crypto.keyset changed: add a key, make the newest one
                        the primary, or drop all others.
            \fcrypto keyset
            Usage: holdfast crypto keyset [-hV] <step>
            Prints holdfast.crypto.keyset changed: add a key, make the newest one the
            primary, or drop all others.
                  <step>      add-key, promote or drop-old, one after the other.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            \fcrypto rotate
            Usage: holdfast crypto rotate [-hV] [--drop-old] [--keyset-file=<file>]
                                          [--settle=<time>]
            Seals everything with the primary key of holdfast.crypto.keyset again, beside
            replicas that go on working. May be ended at any moment and begun again.
            With --keyset-file it makes a new key first, and gives the replicas time to
            take it up.
                  --drop-old             Take the older keys out of the file when nothing
                                           is sealed with them any more.
              -h, --help                 Show this help message and exit.
                  --keyset-file=<file>   The file that the replicas read the keyset from. A
                                           new key is added to it, made the primary one
                                           once every replica knows it, and everything is
                                           sealed with it.
                  --settle=<time>        How long to wait until every replica has read a
                                           changed keyset, such as 150s or 5m. Default: two
                                           and a half times holdfast.secrets.refresh, which
                                           is 150s if that is not set; less than twice is
                                           refused.
              -V, --version              Print version information and exit.
            \fdemo
            Usage: holdfast demo [-hV] [--data=<folder>] [--management-port=<port>]
                                 [--port=<port>] [--sandbox-port=<port>]
            Runs everything on this machine: an embedded PostgreSQL, the sandbox gateway,
            and an API key to try.
                  --data=<folder>   Where the data is kept between runs. Default: .
                                      holdfast/demo
              -h, --help            Show this help message and exit.
                  --management-port=<port>
                                    Port of health and metrics. Default: 9000, unless set
                                      otherwise
                  --port=<port>     Port of the API. Default: 8080
                  --sandbox-port=<port>
                                    Port of the sandbox gateway. Default: 9797
              -V, --version         Print version information and exit.
            \fdisputes
            Usage: holdfast disputes [-hV] [COMMAND]
            Opens, shows and settles disputes on a running Holdfast.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              list     Lists disputes, newest first.
              show     Shows one dispute.
              open     Opens a dispute and has a hold placed for it.
              release  Gives the hold of a dispute back.
              charge   Charges the hold of a dispute, all of it or a part; the rest is
                         given back.
              watch    Shows what happened to a dispute and what happens, live, until it is
                         over. With --output json, one event on a line.
            \fdisputes charge
            Usage: holdfast disputes charge [-hV] [--amount=<amount>]
                                            [--api-key-file=<file>] [-o=<format>]
                                            [--url=<url>] [--wait=<seconds>] <dispute-id>
                                            [<amount>]
            Charges the hold of a dispute, all of it or a part; the rest is given back.
                  <dispute-id>        The dispute.
                  [<amount>]          What to charge, such as 20.00. Default: all that is
                                        held.
                  --amount=<amount>   The same as an option.
                  --api-key-file=<file>
                                      A file with the API key. Default: the key itself in
                                        HOLDFAST_API_KEY. It is no argument because every
                                        process list would show it.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
                  --url=<url>         Where Holdfast is.
                                      Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version           Print version information and exit.
                  --wait=<seconds>    How long to wait for the gateway's answer, at most
                                        10; 0 not at all. Default: 5
            \fdisputes list
            Usage: holdfast disputes list [-hV] [--account=<id>] [--api-key-file=<file>]
                                          [--attention=<reason>] [--conversation=<id>]
                                          [--from=<time>] [--gateway=<name>]
                                          [--limit=<count>] [-o=<format>]
                                          [--status=<status>] [--to=<time>] [--url=<url>]
            Lists disputes, newest first.
                  --account=<id>         Of this customer account.
                  --api-key-file=<file>  A file with the API key. Default: the key itself
                                           in HOLDFAST_API_KEY. It is no argument because
                                           every process list would show it.
                  --attention=<reason>   That a person should look at for this reason, such
                                           as RENEWAL_FAILED; any for all of them.
                  --conversation=<id>    Of this conversation.
                  --from=<time>          Opened at this time or later (RFC 3339).
                  --gateway=<name>       At this gateway.
              -h, --help                 Show this help message and exit.
                  --limit=<count>        So many at most. Default: 50
              -o, --output=<format>      table, json or csv. Default: table
                  --status=<status>      INITIATED, HELD, FAILED, RELEASED, CHARGED or
                                           EXPIRED
                  --to=<time>            Opened before this time (RFC 3339).
                  --url=<url>            Where Holdfast is.
                                         Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version              Print version information and exit.
            \fdisputes open
            Usage: holdfast disputes open [-hV] --account=<id> --amount=<amount>
                                          [--api-key-file=<file>] [--call-center=<id>]
                                          [--conversation=<id>] [--currency=<code>]
                                          [--gateway=<name>] [--gateway-customer=<id>]
                                          [--idempotency-key=<key>] [-o=<format>]
                                          --payment-method=<id> [--reason=<code>]
                                          [--shopper-reference=<id>] [--url=<url>]
                                          [--wait=<seconds>]
            Opens a dispute and has a hold placed for it.
                  --account=<id>        The customer's account.
                  --amount=<amount>     What to hold, such as 49.99.
                  --api-key-file=<file> A file with the API key. Default: the key itself in
                                          HOLDFAST_API_KEY. It is no argument because every
                                          process list would show it.
                  --call-center=<id>    Where the caller is served.
                  --conversation=<id>   The conversation with the caller.
                  --currency=<code>     ISO 4217.
                  --gateway=<name>      erp, stripe or adyen.
                  --gateway-customer=<id>
                                        Stripe's id of the customer.
              -h, --help                Show this help message and exit.
                  --idempotency-key=<key>
                                        Makes a repeat safe. Default: a new one.
              -o, --output=<format>     table, json or csv. Default: table
                  --payment-method=<id> The gateway's id of the stored payment method.
                                          Never a card number.
                  --reason=<code>       Why the dispute is opened.
                  --shopper-reference=<id>
                                        Adyen's name of the customer.
                  --url=<url>           Where Holdfast is.
                                        Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version             Print version information and exit.
                  --wait=<seconds>      How long to wait for the gateway's answer, at most
                                          10; 0 not at all. Default: 5
            \fdisputes release
            Usage: holdfast disputes release [-hV] [--api-key-file=<file>] [-o=<format>]
                                             [--url=<url>] [--wait=<seconds>] <dispute-id>
            Gives the hold of a dispute back.
                  <dispute-id>        The dispute.
                  --api-key-file=<file>
                                      A file with the API key. Default: the key itself in
                                        HOLDFAST_API_KEY. It is no argument because every
                                        process list would show it.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
                  --url=<url>         Where Holdfast is.
                                      Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version           Print version information and exit.
                  --wait=<seconds>    How long to wait for the gateway's answer, at most
                                        10; 0 not at all. Default: 5
            \fdisputes show
            Usage: holdfast disputes show [-hV] [--story] [--api-key-file=<file>]
                                          [-o=<format>] [--url=<url>] <dispute-id>
            Shows one dispute.
                  <dispute-id>        The dispute.
                  --api-key-file=<file>
                                      A file with the API key. Default: the key itself in
                                        HOLDFAST_API_KEY. It is no argument because every
                                        process list would show it.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
                  --story             And all that happened to it.
                  --url=<url>         Where Holdfast is.
                                      Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version           Print version information and exit.
            \fdisputes watch
            Usage: holdfast disputes watch [-hV] [--api-key-file=<file>] [-o=<format>]
                                           [--url=<url>] <dispute-id>
            Shows what happened to a dispute and what happens, live, until it is over. With
            --output json, one event on a line.
                  <dispute-id>        The dispute.
                  --api-key-file=<file>
                                      A file with the API key. Default: the key itself in
                                        HOLDFAST_API_KEY. It is no argument because every
                                        process list would show it.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
                  --url=<url>         Where Holdfast is.
                                      Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version           Print version information and exit.
            \fdoctor
            Usage: holdfast doctor [-hV] [-o=<format>]
            Checks settings, database, migrations, gateways, clocks, keys and secrets, and
            says what to do. Changes nothing. Exits 1 if something is wrong.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
              -V, --version           Print version information and exit.
            \fkeys
            Usage: holdfast keys [-hV] [COMMAND]
            Makes keys.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              new  Makes an API key, a sealing keyset and a webhook secret, and prints the
                     settings that go with them.
            \fkeys new
            Usage: holdfast keys new [-hV] [--name=<name>] [--roles=<roles>]
            Makes an API key, a sealing keyset and a webhook secret, and prints the
            settings that go with them.
              -h, --help            Show this help message and exit.
                  --name=<name>     Name of the API key. Default: call-flow
                  --roles=<roles>   Roles of the API key: architect, agent, admin. Default:
                                      architect
              -V, --version         Print version information and exit.
            \fmigrate
            Usage: holdfast migrate [-hV]
            Brings the database up to date, and says what it did. Safe to repeat, and while
            replicas run.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            \foperations
            Usage: holdfast operations [-hV] [COMMAND]
            Shows the gateway operations that wait, run or need a person, and settles them.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              list     Lists the gateway operations that wait, run or need a person.
              retry    Has an operation tried again now.
              resolve  Settles an operation by what the gateway's own desk said. It stays
                         in the story, with who took it.
            \foperations list
            Usage: holdfast operations list [-hV] [--api-key-file=<file>] [--limit=<count>]
                                            [-o=<format>] [--state=<state>] [--url=<url>]
            Lists the gateway operations that wait, run or need a person.
                  --api-key-file=<file>
                                      A file with the API key. Default: the key itself in
                                        HOLDFAST_API_KEY. It is no argument because every
                                        process list would show it.
              -h, --help              Show this help message and exit.
                  --limit=<count>     So many at most. Default: 50
              -o, --output=<format>   table, json or csv. Default: table
                  --state=<state>     waiting, running or needs_person
                  --url=<url>         Where Holdfast is.
                                      Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version           Print version information and exit.
            \foperations resolve
            Usage: holdfast operations resolve [-hV] [--amount=<amount>]
                                               [--api-key-file=<file>]
                                               [--authorization-id=<id>]
                                               [--expires-at=<time>] --note=<text>
                                               [-o=<format>] --said=<status> [--url=<url>]
                                               <operation-id>
            Settles an operation by what the gateway's own desk said. It stays in the
            story, with who took it.
                  <operation-id>        The operation.
                  --amount=<amount>     What is held (default: all) or was captured
                                          (default: what was asked).
                  --api-key-file=<file> A file with the API key. Default: the key itself in
                                          HOLDFAST_API_KEY. It is no argument because every
                                          process list would show it.
                  --authorization-id=<id>
                                        The gateway's id, where Holdfast does not know it.
                  --expires-at=<time>   When a live hold lapses (RFC 3339). Default: in
                                          four days, when the gateway is asked.
              -h, --help                Show this help message and exit.
                  --note=<text>         Who said so, and where.
              -o, --output=<format>     table, json or csv. Default: table
                  --said=<status>       authorized, declined, captured, voided or expired
                  --url=<url>           Where Holdfast is.
                                        Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version             Print version information and exit.
            \foperations retry
            Usage: holdfast operations retry [-hV] [--api-key-file=<file>] [-o=<format>]
                                             [--url=<url>] <operation-id>
            Has an operation tried again now.
                  <operation-id>      The operation.
                  --api-key-file=<file>
                                      A file with the API key. Default: the key itself in
                                        HOLDFAST_API_KEY. It is no argument because every
                                        process list would show it.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
                  --url=<url>         Where Holdfast is.
                                      Default: HOLDFAST_URL, or http://127.0.0.1:8080
              -V, --version           Print version information and exit.
            \freconcile
            Usage: holdfast reconcile [-hV] [--anew] [--void-orphans] [--gateway=<name>]
                                      [-o=<format>] [--settle=<time>]
            Compares every live authorization at the gateways with the disputes, both ways.
            Goes on where it was stopped. Exits 1 if orphaned holds remain, or money is not
            where the record has it.
                  --anew              Begin again, instead of going on with a run that was
                                        stopped.
                  --gateway=<name>    Only this one. Default: all that can be listed.
              -h, --help              Show this help message and exit.
              -o, --output=<format>   table, json or csv. Default: table
                  --settle=<time>     Leave alone what changed less long ago, such as 30s
                                        or 10m. Default: holdfast.reconcile.settle, 10m
              -V, --version           Print version information and exit.
                  --void-orphans      Give back what is live at the gateway and carries a
                                        dispute id, but no dispute stands on.
            \fsandbox
            Usage: holdfast sandbox [-hV] [--client-id=<id>] [--client-secret=<secret>]
                                    [--host=<address>] [--journal=<file>] [--port=<port>]
                                    [--seed=<number>] [--webhook-secret=<secret>]
                                    [--webhook-url=<url>]
            Runs the sandbox gateway: the erp contract, with faults by payment method id.
                  --client-id=<id>      Ask callers for an OAuth 2.0 access token of this
                                          client.
                  --client-secret=<secret>
                                        Secret of that client. Better given as
                                          HOLDFAST_SANDBOX_CLIENT_SECRET.
              -h, --help                Show this help message and exit.
                  --host=<address>      Address to listen on. Default: 127.0.0.1
                  --journal=<file>      Keep authorizations and keys in this file, and know
                                          them again after a restart.
                  --port=<port>         Port to listen on; 0 for any free one. Default: 9797
                  --seed=<number>       Seed of the flaky payment methods. Default: 1
              -V, --version             Print version information and exit.
                  --webhook-secret=<secret>
                                        Sign webhooks with this secret, whsec_ and base64.
                                          Better given as HOLDFAST_SANDBOX_WEBHOOK_SECRET,
                                          where no process list shows it.
                  --webhook-url=<url>   Send webhooks to this address.
            \fserve
            Usage: holdfast serve [-hV]
            Runs the API, the webhooks and the schedules (the default).
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            """;

    private HelpText() {}
}
