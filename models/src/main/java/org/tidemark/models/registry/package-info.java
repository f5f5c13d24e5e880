/** Which model serves: the rules of promotion and of rollback, as decisions over figures. */
package org.tidemark.models.registry;
