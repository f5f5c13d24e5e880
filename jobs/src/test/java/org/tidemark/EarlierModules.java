package org.tidemark;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Whether a class depends on its own module and on earlier ones only. */
final class EarlierModules extends ArchCondition<JavaClass> {
  private final String root;
  private final List<String> modules;

  EarlierModules(String root, List<String> modules) {
    super("use only earlier modules: " + String.join(" <- ", modules));
    this.root = root;
    this.modules = modules;
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    int own = position(item);
    for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
      if (position(dependency.getTargetClass().getBaseComponentType()) > own) {
        events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
      }
    }
  }

  /** Place of the class's module in the order, -1 for classes of others. */
  private int position(JavaClass item) {
    String name = item.getPackageName();
    if (!name.startsWith(root + ".")) {
      return -1;
    }
    return modules.indexOf(name.substring(root.length() + 1).split("\\.")[0]);
  }
}
