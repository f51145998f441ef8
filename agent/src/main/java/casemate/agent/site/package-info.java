/// Backup sites as the agent reaches them: directories of this host, SFTP accounts, buckets; and the sandbox in which
/// stock tools work on them.
@NullMarked
package casemate.agent.site;

import org.jspecify.annotations.NullMarked;
