/** What a learner, a model and a training set are. */
package org.tidemark.models;
