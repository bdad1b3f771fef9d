package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.desk.Browser.Tab;
import io.holdfast.testing.Connected;
import io.holdfast.testing.IssuerResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A company's account in a real browser. Where there is none these tests are skipped, as those of {@link DeskBrowserTest} are, which say so. */
@QuarkusTest
@TestProfile(Connected.class)
class CompanySignInBrowserTest {

    private static final String ISSUER = ConfigProvider.getConfig().getValue(IssuerResource.URL, String.class);

    @TestHTTPResource("/")
    URI holdfast;

    private Browser browser;

    @BeforeEach
    void openTheBrowser() throws IOException {
        Optional<Path> executable = Browser.installed();
        Assumptions.assumeTrue(executable.isPresent(), "no Chromium on this machine");
        browser = Browser.start(executable.get());
        // Cookies that want TLS are kept without it for this name only.
        given().body("http://localhost:" + holdfast.getPort()).post(ISSUER + "/outside");
    }

    @AfterEach
    void closeTheBrowser() {
        if (browser != null) {
            browser.close();
            given().body(IssuerResource.OUTSIDE).post(ISSUER + "/outside");
        }
    }

    @Test
    void aPersonSignsInAndComesToWhereTheyWanted() {
        // given
        Tab ann = browser.newPerson();
        ann.go(at("/desk?view=lapsing"));

        // when
        ann.click("#account");

        // then
        ann.awaitText("header .name", "oidc:ann");
        assertThat(ann.read("location.pathname + location.search")).isEqualTo("/desk?view=lapsing");
        assertThat(ann.complaints()).isEmpty();
    }

    @Test
    void inAFrameAWindowSignsInAndTheFrameGoesOn() {
        // given: a page that may frame the desk, and keeps no policy of its own
        Tab ann = browser.newPerson();
        ann.go(at("/q/openapi?format=json"));
        ann.read("document.body.innerHTML = '<iframe src=\"/desk?view=lapsing\"></iframe>'");
        String account = "frames[0].document.getElementById('account')";
        ann.await(account + ".target === '_blank'");

        // when
        ann.doByHand(account + ".click()");

        // then
        ann.await("frames[0].document.querySelector('header .name').textContent.includes('oidc:ann')");
        assertThat(ann.read("frames[0].location.search")).isEqualTo("?view=lapsing");
    }

    private String at(String address) {
        return "http://localhost:" + holdfast.getPort() + address;
    }
}
