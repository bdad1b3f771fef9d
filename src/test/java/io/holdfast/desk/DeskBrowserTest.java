package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.desk.Browser.Tab;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The desk as people use it, in a real browser. Where there is none these tests say so and are skipped. */
@QuarkusTest
class DeskBrowserTest {

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private static Browser browser;

    @TestHTTPResource("/")
    URI holdfast;

    @Inject
    ScriptedGateway gateway;

    @Inject
    Pool database;

    @BeforeAll
    static void openTheBrowser() throws IOException {
        Optional<Path> executable = Browser.installed();
        if (executable.isEmpty()) {
            System.err.println(
                    "No Chromium on this machine: the desk is not tested in a browser. Debian has it as the package chromium.");
        }
        Assumptions.assumeTrue(executable.isPresent(), "no Chromium on this machine");
        browser = Browser.start(executable.get());
    }

    @AfterAll
    static void closeTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aHoldIsWatchedFromTheCallToTheChargeAndWhoComesLateIsRefused() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        Tab agent = signedIn();
        agent.go(at("/desk?conversation_id=" + conversation));
        agent.awaitText("h1", "No dispute yet");

        // when
        Visitor.openedLate("ACC-1001", ScriptedGateway.LATE, conversation);
        agent.awaitText("#summary .badge", "Being placed");
        agent.read("window.notReloaded = true");
        gateway.answer();
        agent.awaitText("#summary .badge", "Held");
        Tab second = agent.another();
        second.go(at("/desk?conversation_id=" + conversation));
        second.click("#actions form:last-of-type button");
        second.await("document.querySelector('dialog[open]')");
        Tab third = agent.another();
        third.go(at("/desk?conversation_id=" + conversation));
        third.fill("#amount", "30.00");
        third.click("#actions .charge button");
        third.await("document.querySelector('dialog[open]')");
        agent.fill("#amount", "20.00");
        agent.click("#actions .charge button");
        agent.awaitText("dialog[open]", "The other 29.99 USD of the 49.99 USD");
        agent.click("dialog button[type=submit]");

        // then
        agent.awaitText("#summary", "20.00 USD charged, 29.99 USD given back");
        agent.awaitText("#story", "Hold charged");
        agent.await("!document.querySelector('#actions form')");
        assertThat(agent.read("window.notReloaded")).isEqualTo("true");
        second.awaitText("#summary .badge", "Charged");
        for (Tab late : List.of(second, third)) {
            late.awaitText("#notice .bad", "has changed meanwhile");
            late.await("!document.querySelector('dialog[open]')");
        }
        assertThat(agent.complaints()).isEmpty();
        assertThat(second.complaints()).isEmpty();
    }

    @Test
    void aHoldIsReleasedWithTheKeyboardAlone() {
        // given
        String id = Visitor.held();
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        tabTo(agent, "Release the hold…");

        // when
        agent.press("Enter");
        agent.await("document.querySelector('dialog[open]')");
        agent.press("Escape");
        agent.await("!document.querySelector('dialog[open]')");
        String focused = agent.read("document.activeElement.textContent.trim()");
        agent.press("Enter");
        agent.await("document.querySelector('dialog[open]')");
        tabTo(agent, "Release 49.99 USD");
        agent.press("Enter");

        // then
        assertThat(focused).isEqualTo("Release the hold…");
        agent.awaitText("#summary .badge", "Released");
        agent.await("document.activeElement.id === 'notice'");
    }

    @Test
    void aPageWithoutScriptsPromisesNothingThatOnlyScriptsDo() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        Tab scripted = signedIn();
        Tab plain = scripted.another();
        plain.withoutScripts();

        // when
        scripted.go(at("/desk?conversation_id=" + conversation));
        plain.go(at("/desk?conversation_id=" + conversation));
        String promised = shown(scripted);
        String advised = shown(plain);
        String id = Visitor.openedLate("ACC-1001", ScriptedGateway.LATE, conversation);
        scripted.go(at("/desk/disputes/" + id));
        plain.go(at("/desk/disputes/" + id));

        // then
        assertThat(promised).contains("appears here by itself").doesNotContain("look again");
        assertThat(advised).contains("look again").doesNotContain("by itself");
        assertThat(shown(scripted)).contains("changes by itself").doesNotContain("Look whether");
        assertThat(shown(plain)).contains("Look whether the gateway has spoken").doesNotContain("by itself");
        scripted.read("htmx.swap('#summary', document.querySelector('#summary').innerHTML, {swapStyle: 'innerHTML'})");
        assertThat(shown(scripted)).contains("changes by itself").doesNotContain("Look whether");
    }

    @Test
    void aPageWithoutScriptsSaysThatItHasToBeReloaded() {
        // given
        String id = Visitor.held();
        Tab scripted = signedIn();
        Tab plain = scripted.another();
        plain.withoutScripts();

        // when
        scripted.go(at("/desk/disputes/" + id));
        plain.go(at("/desk/disputes/" + id));

        // then
        assertThat(shown(scripted)).doesNotContain("does not change while you look");
        assertThat(shown(plain)).contains("does not change while you look at it. Look again");
    }

    @Test
    void theOverviewWithoutScriptsLeavesNoRoomForChartsThatNobodyDraws() {
        // given
        Visitor.held();
        Tab plain = signedIn();
        plain.withoutScripts();

        // when
        plain.go(at("/desk/overview?period=24h"));

        // then
        assertThat(plain.read("[...document.querySelectorAll('.plot')].some(plot => plot.offsetHeight > 0)"))
                .isEqualTo("false");
        assertThat(shown(plain)).contains("As a table");
    }

    @Test
    void theNewsOfANewerDisputeKeepsADistanceFromWhatFollows() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        String older = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        Tab agent = signedIn();

        // when
        agent.go(at("/desk/disputes/" + older));
        agent.awaitText("#newer", "There is a newer dispute");

        // then
        String distance = agent.read("document.querySelector('h1').getBoundingClientRect().top"
                + " - document.querySelector('#newer .notice').getBoundingClientRect().bottom");
        assertThat(Double.parseDouble(distance)).isGreaterThan(8);
    }

    private static String shown(Tab tab) {
        return tab.read("document.querySelector('main').innerText");
    }

    @Test
    void anAnswerThatComesLateDoesNotPutBackWhatWasBefore() {
        // given
        String id = Visitor.held();
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        agent.click("#actions form:not(.charge) button");
        agent.await("document.querySelector('dialog[open]')");
        agent.click("dialog button[type=submit]");
        agent.awaitText("#spoken", "Released");
        agent.awaitText("#summary .badge", "Released");

        // when
        agent.read(
                "htmx.swap('#notice', 'late<div id=\"summary\" hx-swap-oob=\"innerHTML\" data-sequence=\"3\">before</div>',"
                        + " {swapStyle: 'innerHTML'})");
        agent.awaitText("#notice", "late");

        // then
        assertThat(agent.read("document.querySelector('#summary .badge').textContent"))
                .contains("Released");
    }

    @Test
    void whatIsUnderWayIsSaidOnlyUntilTheGatewayHasAnswered() {
        // given
        String id = Visitor.opened("ACC-1001", ScriptedGateway.CHARGE_REFUSED_LATE, "c-" + UUID.randomUUID());
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        agent.click("#actions .charge button");
        agent.await("document.querySelector('dialog[open]')");
        agent.click("dialog button[type=submit]");
        agent.awaitText("#notice .good", "The hold is being charged");
        agent.awaitText("#spoken", "is under way");
        boolean saidWhileItIsUnderWay =
                agent.read("document.querySelector('#notice').textContent").contains("The hold is being charged");

        // when
        Awaitility.await().until(() -> {
            gateway.answer();
            return agent.read("document.querySelector('#story').textContent").contains("Charge not carried out");
        });

        // then
        assertThat(saidWhileItIsUnderWay).isTrue();
        agent.awaitText("#spoken", "The charge was not carried out");
        agent.await("!document.querySelector('#notice .notice')");
    }

    @Test
    void whatIsBeingTypedSurvivesNewsOfTheDispute() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        String id = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        agent.fill("#amount", "12.34");

        // when
        agent.read("htmx.swap('#actions', document.querySelector('#actions').innerHTML, {swapStyle: 'innerHTML'})");

        // then
        agent.await("document.querySelector('#amount').value === '12.34'");
    }

    @Test
    void anAmountThatWasTypedOutlivesAChargeThatIsRefusedWhoeverMadeIt() {
        // given
        String id = Visitor.opened("ACC-1001", ScriptedGateway.CHARGE_REFUSED_LATE, "c-" + UUID.randomUUID());
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        Tab other = agent.another();
        other.go(at("/desk/disputes/" + id));
        other.read("document.querySelector('#amount').focus()");
        other.fill("#amount", "17.50");
        ask(agent, "10");
        agent.click("dialog button[type=submit]");
        agent.awaitText("#spoken", "is under way");
        other.await("!document.querySelector('#amount')");

        // when
        Awaitility.await().until(() -> {
            gateway.answer();
            return agent.read("document.querySelector('#story').textContent").contains("Charge not carried out");
        });

        // then
        agent.await("document.querySelector('#amount')?.value === '10'");
        agent.await("document.activeElement.id !== 'amount'");
        other.await("document.querySelector('#amount')?.value === '17.50'");
        other.await("document.activeElement.id === 'amount'");
    }

    @Test
    void anAnswerThatIsNotTheDesksOwnIsToldAsNone() {
        // given
        String id = Visitor.held();
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        ask(agent, "20.00");
        agent.read("window.open0 = XMLHttpRequest.prototype.open; XMLHttpRequest.prototype.open = function (verb) {"
                + " return window.open0.call(this, verb, '/v1/disputes'); }; 1");

        // when
        agent.click("dialog button[type=submit]");
        agent.awaitText("#notice .bad", "it is not known whether your decision arrived");
        boolean closed = agent.read("!document.querySelector('dialog[open]')").equals("true");
        agent.click("#actions .charge button");
        agent.awaitText("#notice .bad", "Nothing was done");

        // then
        assertThat(closed).isTrue();
        assertThat(agent.read("!!document.querySelector('dialog[open]')")).isEqualTo("false");
        assertThat(agent.read("document.body.textContent")).doesNotContain("unauthorized");
    }

    @Test
    void whoSignsInAgainAmidADecisionFindsTheAmountAsItWasTyped() {
        // given
        String id = Visitor.held();
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + id));
        ask(agent, "17.50");
        signOut(agent.another());

        // when
        agent.click("dialog button[type=submit]");
        agent.awaitText("h1", "Sign in");
        String told = agent.read("document.querySelector('main').textContent");
        enterKey(agent);
        agent.awaitText("#summary .badge", "Held");

        // then
        assertThat(told).contains("Nothing was done");
        agent.await("document.querySelector('#amount').value === '17.50'");
        agent.go(at("/desk/disputes/" + id));
        agent.await("document.querySelector('#amount').value === '49.99'");
    }

    @Test
    void aPageWhoseSessionIsOverAsksToSignInAgain() {
        // given
        Tab agent = signedIn();
        agent.go(at("/desk/disputes/" + Visitor.held()));
        agent.await("document.querySelector('[sse-connect]')['htmx-internal-data'].sseEventSource?.readyState === 1");
        signOut(agent.another());

        // when
        agent.read("(source => { source.close(); source.dispatchEvent(new Event('error')); })("
                + "document.querySelector('[sse-connect]')['htmx-internal-data'].sseEventSource)");

        // then
        agent.await("!document.querySelector('#signed-out').hidden");
        assertThat(agent.read("document.querySelector('#connection').hidden")).isEqualTo("true");
        agent.click("#signed-out a");
        agent.awaitText("h1", "Sign in");
    }

    @Test
    void anAmountIsSeenWholeOnTheNarrowestScreen() {
        // given
        database.query("""
                        INSERT INTO dispute (dispute_id, version, status, customer_account_id, hold_amount, currency, gateway, payment_token,
                            reason_code, call_center_id, opened_by, authorization_id, hold_expires_at, event_sequence, event_hash, created_at, updated_at)
                        VALUES ('00000000-0000-7000-9000-000000000002', 1, 'HELD', 'RICH-2', 1234567.891, 'KWD', 'scripted',
                            ''::bytea, 'BULK', 'CC-001', 'test', 'auth_rich_2', '2035-01-01', 1, ''::bytea, now(), now())
                        ON CONFLICT DO NOTHING""").execute().await().indefinitely();
        Tab agent = signedIn();
        agent.resize(320, 700);

        // when
        agent.go(at("/desk/disputes/00000000-0000-7000-9000-000000000002"));

        // then
        assertThat(agent.read("document.querySelector('#amount').value")).isEqualTo("1234567.891");
        assertThat(agent.read("(a => a.scrollWidth - a.clientWidth)(document.querySelector('#amount'))"))
                .isEqualTo("0");
        assertThat(Integer.parseInt(agent.read("document.documentElement.scrollWidth")))
                .isLessThanOrEqualTo(320);
    }

    @Test
    void tenThousandDisputesArePagedThrough() {
        // given
        database.query("""
                        INSERT INTO dispute (dispute_id, version, status, customer_account_id, hold_amount, currency, gateway, payment_token,
                            reason_code, call_center_id, opened_by, authorization_id, hold_expires_at, event_sequence, event_hash, created_at, updated_at)
                        SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, 'HELD', 'BULK-' || n % 100, 10, 'USD', 'scripted',
                            ''::bytea, 'BULK', 'CC-001', 'test', 'auth_bulk_' || n, '2035-01-01'::timestamptz + n * interval '1 minute', 1, ''::bytea,
                            now(), now()
                        FROM generate_series(1, 10000) n ON CONFLICT DO NOTHING""").execute().await().indefinitely();
        Tab agent = signedIn();
        agent.go(at("/desk?q=BULK-7"));
        Set<String> seen = new HashSet<>();

        // when
        for (int page = 1; page < 4; page++) {
            seen.addAll(Set.of(links(agent)));
            agent.read("window.old = true");
            agent.click("a[rel=next]");
            agent.await("!window.old && document.readyState === 'complete'");
        }
        seen.addAll(Set.of(links(agent)));

        // then
        assertThat(seen).hasSize(100);
        assertThat(agent.read("!!document.querySelector('a[rel=next]')")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({"light, 1400", "dark, 400"})
    void nobodyIsKeptOutAndNothingIsWiderThanTheScreen(String colours, int width) throws IOException {
        // given
        String held = Visitor.held();
        String declined = Visitor.opened("ACC-1002", ScriptedGateway.DECLINED, "c-" + UUID.randomUUID());
        Tab agent = browser.newPerson();
        agent.prefer(colours);
        agent.resize(width, 900);

        // then
        agent.go(at("/desk/sign-in"));
        isOpenToAll(agent, width);
        signIn(agent);
        for (String page : new String[] {
            "/desk?view=attention",
            "/desk?view=all",
            "/desk?conversation_id=nobody",
            "/desk/disputes/" + declined,
            "/desk/overview?period=24h",
            "/desk/overview?period=24h&call_center=CC-001",
            "/desk/overview?period=24h&call_center=" + "C".repeat(64),
            "/desk/nowhere",
            "/desk/disputes/" + held
        }) {
            agent.go(at(page));
            isOpenToAll(agent, width);
        }
        agent.click("#actions .charge button");
        agent.await("document.querySelector('dialog[open]')");
        isOpenToAll(agent, width);
        assertThat(agent.complaints()).isEmpty();
    }

    @Test
    void theSupervisorsChartsAreDrawn() {
        // given
        Visitor.held();
        Tab supervisor = signedIn();

        // when
        supervisor.go(at("/desk/overview?period=24h"));

        // then
        supervisor.await("document.querySelectorAll('.plot canvas').length >= 4");
        assertThat(supervisor.complaints()).isEmpty();
    }

    @Test
    void onPaperChartsAreWholeAndInItsColours() {
        // given
        Visitor.held();
        Tab supervisor = signedIn();
        supervisor.prefer("dark");
        supervisor.go(at("/desk/overview?period=24h"));
        supervisor.await("document.querySelectorAll('.plot canvas').length >= 4");
        supervisor.read("window.printed = []; addEventListener('beforeprint', () => printed.push("
                + "Math.max(...[...document.querySelectorAll('.plot .uplot')].map(plot => plot.offsetWidth)),"
                + " getComputedStyle(document.documentElement).getPropertyValue('--muted').trim()))");

        // when
        supervisor.print();

        // then
        // of A4 with the usual margins 717 are left
        assertThat(supervisor.read("printed.join()")).isEqualTo("600,#566172");
        supervisor.await("document.querySelector('.plot .uplot').offsetWidth > 1000");
        assertThat(supervisor.read("getComputedStyle(document.documentElement).getPropertyValue('--muted').trim()"))
                .isEqualTo("#a4afbd");
    }

    @Test
    void theSupervisorChoosesACallCentreAndKeepsItThroughThePeriods() {
        // given
        Visitor.held();
        Tab supervisor = signedIn();
        supervisor.go(at("/desk/overview?period=24h"));

        // when
        supervisor.read("document.querySelector('#call_center').value = 'CC-001'");
        supervisor.click(".choose button");
        supervisor.awaitText("#scope", "Call centre: CC-001");
        supervisor.click("nav[aria-label=Period] a:nth-child(2)");
        supervisor.await("location.search.includes('period=7d') && document.readyState === 'complete'");

        // then
        assertThat(supervisor.read("document.querySelector('#call_center').value"))
                .isEqualTo("CC-001");
        supervisor.awaitText("#scope", "Call centre: CC-001");
        assertThat(supervisor.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4e6, 1M", "4e9, 1bn", "4e12, 1tn", "4e15, 1e15", "6.5e15, 2e15", "1.3e16, 5e15"})
    void theNumbersBesideAChartAreSeenWhole(String most, String one) {
        // given
        Visitor.held();
        Tab supervisor = signedIn();
        supervisor.go(at("/desk/overview?period=24h"));
        supervisor.await("document.querySelectorAll('.plot canvas').length >= 4");

        // when
        supervisor.read("window.written = []; const write = CanvasRenderingContext2D.prototype.fillText;"
                + "CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {"
                + " if (this.textAlign === 'right') written.push({text, left: x - this.measureText(text).width});"
                + " write.call(this, text, x, y); };"
                + "document.querySelectorAll('td[data-value]').forEach(cell => cell.dataset.value = '" + most + "');"
                + "dispatchEvent(new Event('resize')); 1");

        // then
        supervisor.await("written.length > 0");
        assertThat(supervisor.read("written.map(number => number.text).join()").split(","))
                .contains(one);
        assertThat(supervisor.read("written.filter(number => number.left < 0).map(number => number.text).join()"))
                .isEmpty();
        assertThat(supervisor.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1400, 360})
    void muchMoneyIsNotCutOff(int width) {
        // given
        database.query("""
                        INSERT INTO dispute (dispute_id, version, status, customer_account_id, hold_amount, currency, gateway, payment_token,
                            reason_code, call_center_id, opened_by, authorization_id, hold_expires_at, event_sequence, event_hash, created_at, updated_at)
                        VALUES ('00000000-0000-7000-9000-000000000001', 1, 'HELD', 'RICH-1', 12345678901, 'CHF', 'scripted',
                            ''::bytea, 'BULK', 'CC-001', 'test', 'auth_rich_1', '2035-01-01', 1, ''::bytea, now(), now())
                        ON CONFLICT DO NOTHING""").execute().await().indefinitely();
        Tab supervisor = signedIn();
        supervisor.resize(width, 900);

        // when
        // a period that no other test looks at: its figures are kept for some seconds
        supervisor.go(at("/desk/overview?period=90d&currency=CHF"));

        // then
        supervisor.awaitText(".tiles", "12,345,678,901.00 CHF");
        String cutOff = supervisor.read("[...document.querySelectorAll('.tile .value')]"
                + ".filter(value => value.scrollWidth > value.clientWidth).map(value => value.textContent).join()");
        assertThat(cutOff).isEmpty();
    }

    private Tab signedIn() {
        Tab tab = browser.newPerson();
        tab.resize(1400, 900);
        tab.go(at("/desk/sign-in"));
        signIn(tab);
        return tab;
    }

    private void signIn(Tab tab) {
        enterKey(tab);
        tab.awaitText("h1", "Needs attention");
    }

    private static void enterKey(Tab tab) {
        tab.read("document.querySelector('#api_key').focus()");
        tab.fill("#api_key", InstallationResource.AGENT_KEY);
        tab.press("Enter");
    }

    private void signOut(Tab tab) {
        tab.go(at("/desk"));
        tab.click("form.who button");
        tab.awaitText("h1", "Sign in");
    }

    private static void ask(Tab tab, String amount) {
        tab.fill("#amount", amount);
        tab.click("#actions .charge button");
        tab.await("document.querySelector('dialog[open]')");
    }

    private String at(String address) {
        return holdfast.resolve(address).toString();
    }

    private static String[] links(Tab tab) {
        return tab.read("[...document.querySelectorAll('.list a')].map(a => a.href).join(' ')")
                .split(" ");
    }

    /** Goes from stop to stop, as who has no mouse does. */
    private static void tabTo(Tab tab, String text) {
        for (int stop = 0; stop < 40; stop++) {
            tab.press("Tab");
            if (tab.read("document.activeElement.textContent.trim()").equals(text)) {
                return;
            }
        }
        throw new AssertionError("\"" + text + "\" cannot be reached with the keyboard");
    }

    /** By axe-core, without what it calls serious or critical. */
    private static void isOpenToAll(Tab tab, int width) throws IOException {
        assertThat(Integer.parseInt(tab.read("document.documentElement.scrollWidth")))
                .as(tab.read("location.pathname"))
                .isLessThanOrEqualTo(width);
        tab.read(axe() + "; 1");
        String findings = tab.read(
                "axe.run().then(found => found.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                        + ".map(v => location.pathname + ' ' + v.id + ' ' + v.nodes.map(n => n.target).join(' ')).join('\\n'))");
        assertThat(findings).isEmpty();
    }

    private static String axe() throws IOException {
        try (InputStream in = DeskBrowserTest.class.getClassLoader().getResourceAsStream(AXE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
