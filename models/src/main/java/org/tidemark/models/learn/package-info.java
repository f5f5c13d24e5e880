/** Learners: XGBoost inside one task, linear models through MLlib. */
package org.tidemark.models.learn;
