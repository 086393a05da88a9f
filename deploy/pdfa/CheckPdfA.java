import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Says of each file whether it is what its metadata claims, and of each broken rule one place. */
public class CheckPdfA {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file))) {
                ValidationResult result = Foundries.defaultInstance()
                        .createValidator(parser.getFlavour(), false).validate(parser);
                System.out.printf("%s: PDF/A-%s %s%n", file, parser.getFlavour().getId(),
                        result.isCompliant() ? "valid" : "NOT VALID");
                good &= result.isCompliant();
                broken(result).forEach((rule, place) -> System.out.println("  " + rule + " " + place));
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static Map<String, String> broken(ValidationResult result) {
        Map<String, String> found = new TreeMap<>();
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getStatus() == TestAssertion.Status.FAILED) {
                found.putIfAbsent(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber(),
                        one.getMessage() + " @ " + one.getLocation().getContext());
            }
        }
        return found;
    }
}
