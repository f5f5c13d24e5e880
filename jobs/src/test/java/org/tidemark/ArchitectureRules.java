package org.tidemark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The guards of the layout, over the classes below one root package: the real one, or the small
 * offending twin that shows that each guard can fail.
 */
final class ArchitectureRules {
  /** Each may use only itself and those before it. */
  static final List<String> MODULES =
      List.of("market", "lakehouse", "features", "models", "streaming", "jobs");

  private static final String[] ENGINE = {
    "org.apache.spark..", "org.apache.hadoop..", "org.apache.iceberg..", "io.delta..", "scala.."
  };

  private final String root;

  ArchitectureRules(String root) {
    this.root = root;
  }

  /** Every guard by its name, in a stable order. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("every class belongs to a module", everyClassBelongsToAModule());
    rules.put("modules use only earlier modules", modulesUseOnlyEarlierModules());
    rules.put("Spark stays in its places", sparkStaysInItsPlaces());
    rules.put("market is plain Java", marketIsPlainJava());
    rules.put("features are plain Java on market", featuresArePlainJava());
    rules.put("streaming sees no training", streamingSeesNoTraining());
    rules.put("main methods", mainMethodsInJobs());
    rules.put("sessions", onlyInJobs(Accesses.sessions(), "one place decides how Spark starts"));
    rules.put("environment", onlyInJobs(Accesses.environment(), "a run is told what to do"));
    rules.put("clock", onlyInJobs(Accesses.clock(), "the same run tomorrow gives the same bytes"));
    rules.put("seeds", onlyInJobs(Accesses.unseeded(), "every number can be made again"));
    rules.put("strict mathematics", strictMathematics());
    rules.put("packages are free of cycles", packagesAreFreeOfCycles());
    rules.put("the root of jobs stands below its packages", rootOfJobsStandsBelow());
    rules.put("names say what a class is", namesSayWhatAClassIs());
    rules.put("nothing is deserialised by Java", nothingIsDeserialised());
    return rules;
  }

  private ArchRule everyClassBelongsToAModule() {
    return classes()
        .should()
        .resideInAnyPackage(MODULES.stream().map(this::module).toArray(String[]::new))
        .because("the other guards look at modules, so a class outside of them escapes them");
  }

  private ArchRule modulesUseOnlyEarlierModules() {
    return classes().should(new EarlierModules(root, MODULES));
  }

  private ArchRule sparkStaysInItsPlaces() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("..spark", module("models.learn"), module("streaming"), jobs())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINE)
        .because("logic knows no engine");
  }

  private ArchRule marketIsPlainJava() {
    return classes()
        .that()
        .resideInAPackage(module("market"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", module("market"));
  }

  private ArchRule featuresArePlainJava() {
    DescribedPredicate<JavaClass> plain =
        resideInAPackage("java..")
            .or(resideInAPackage(module("market")))
            .or(resideInAPackage(module("features")).and(resideOutsideOfPackage("..spark..")));
    return classes()
        .that()
        .resideInAPackage(module("features"))
        .and()
        .resideOutsideOfPackage("..spark..")
        .should()
        .onlyDependOnClassesThat(plain.as("are java.*, market or features without .spark"));
  }

  private ArchRule streamingSeesNoTraining() {
    return noClasses()
        .that()
        .resideInAPackage(module("streaming"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.of("learn", "split", "evaluate", "compare", "overfit", "tune")
                .map(name -> module("models." + name))
                .toArray(String[]::new))
        .because("what serves must not be able to fit");
  }

  private ArchRule mainMethodsInJobs() {
    return methods()
        .that()
        .haveName("main")
        .and()
        .areStatic()
        .and()
        .haveRawParameterTypes(String[].class)
        .should()
        .beDeclaredInClassesThat()
        .resideInAPackage(jobs());
  }

  private ArchRule onlyInJobs(Accesses accesses, String because) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(jobs())
        .should()
        .accessTargetWhere(accesses)
        .because(because);
  }

  private ArchRule strictMathematics() {
    return noClasses()
        .that()
        .resideInAnyPackage(module("market"), module("features"))
        .should()
        .accessTargetWhere(Accesses.looseMathematics())
        .because("Math may differ in the last bit between machines, StrictMath may not");
  }

  private ArchRule packagesAreFreeOfCycles() {
    // Main is the one class of the root of jobs that stands above the command line.
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(theClass("jobs.Main"), DescribedPredicate.alwaysTrue());
  }

  private ArchRule rootOfJobsStandsBelow() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".jobs")
        .and(DescribedPredicate.not(theClass("jobs.Main")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(jobs())
                .and(DescribedPredicate.not(resideInAPackage(root + ".jobs")))
                .as("are in a package below jobs"));
  }

  private static ArchRule namesSayWhatAClassIs() {
    return noClasses().should().haveNameMatching(".*(Utils?|Utilities|Helpers?)");
  }

  private static ArchRule nothingIsDeserialised() {
    return noClasses()
        .should()
        .dependOnClassesThat(assignableTo(ObjectInputStream.class))
        .because("stored bytes are untrusted input");
  }

  private DescribedPredicate<JavaClass> theClass(String name) {
    String full = root + "." + name;
    return DescribedPredicate.describe(
        full, c -> c.getName().equals(full) || c.getName().startsWith(full + "$"));
  }

  private String module(String name) {
    return root + "." + name + "..";
  }

  private String jobs() {
    return module("jobs");
  }
}
