package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/sys/unix"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"flagtui/internal/feature"
)

// sqliteWords maps SQLite's error codes to the kind of problem, its text and its hint.
// An extended code without an entry uses the entry of its basic code. NAME stands for
// the database's short name.
var sqliteWords = map[int]feature.Problem{
	sqlite3.SQLITE_BUSY:     {Kind: feature.ErrUnavailable, Text: "NAME is locked by another writer", Hint: "try again; --timeout waits longer"},
	sqlite3.SQLITE_LOCKED:   {Kind: feature.ErrUnavailable, Text: "NAME is locked by another writer", Hint: "try again; --timeout waits longer"},
	sqlite3.SQLITE_PROTOCOL: {Kind: feature.ErrUnavailable, Text: "NAME is locked by other programs that start at the same time", Hint: "try again"},

	sqlite3.SQLITE_READONLY:          {Kind: feature.ErrRefused, Text: "NAME cannot be written", Hint: "this user, or the folder, or the file system, does not allow it"},
	sqlite3.SQLITE_READONLY_RECOVERY: {Kind: feature.ErrUnavailable, Text: "the -wal file of NAME was left by a program that ended early, and this user may not recover it", Hint: "start the application once, or run flagtui as a user who may write the files"},
	sqlite3.SQLITE_READONLY_CANTLOCK: {Kind: feature.ErrUnavailable, Text: "this user can only read the -shm file of NAME, and no program has the database open", Hint: "read it while the application runs, or run flagtui as a user who may write the files"},
	sqlite3.SQLITE_READONLY_CANTINIT: {Kind: feature.ErrUnavailable, Text: "this user can only read the -shm file of NAME, and no program has the database open", Hint: "read it while the application runs, or run flagtui as a user who may write the files"},
	sqlite3.SQLITE_READONLY_ROLLBACK: {Kind: feature.ErrUnavailable, Text: "a write to NAME was interrupted, and this user may not roll it back", Hint: "start the application once, or run flagtui as a user who may write the file"},
	sqlite3.SQLITE_READONLY_DBMOVED:  {Kind: feature.ErrUnavailable, Text: "NAME was moved or removed while it was open", Hint: "quit, and open it again"},
	sqlite3.SQLITE_PERM:              {Kind: feature.ErrRefused, Text: "this user may not open NAME", Hint: "check who may read and write the file and its folder"},
	sqlite3.SQLITE_AUTH:              {Kind: feature.ErrRefused, Text: "SQLite does not allow this on NAME", Hint: "nothing was written"},
	sqlite3.SQLITE_CONSTRAINT:        {Kind: feature.ErrRefused, Text: "a rule of the tables in NAME does not allow this change", Hint: ruleOfTheApp},
	sqlite3.SQLITE_MISMATCH:          {Kind: feature.ErrRefused, Text: "a column of NAME has a type that flagtui does not expect", Hint: "nothing was written; `flagtui doctor` looks at the tables"},
	sqlite3.SQLITE_TOOBIG:            {Kind: feature.ErrRefused, Text: "a value is too long for SQLite", Hint: "nothing was written; give a shorter one"},

	sqlite3.SQLITE_NOTADB:        {Kind: feature.ErrUnavailable, Text: "NAME is not a SQLite database", Hint: "check the path; an encrypted database cannot be read"},
	sqlite3.SQLITE_CORRUPT:       {Kind: feature.ErrUnavailable, Text: "NAME is damaged", Hint: "`sqlite3 FILE 'PRAGMA integrity_check'` says where; stop the application, and restore a backup or try sqlite3's .recover"},
	sqlite3.SQLITE_FULL:          {Kind: feature.ErrUnavailable, Text: "there is no room left to write NAME", Hint: "nothing was written; make room on the disk, and try again"},
	sqlite3.SQLITE_NOMEM:         {Kind: feature.ErrUnavailable, Text: "there is not enough memory to read NAME", Hint: "end other programs, and try again"},
	sqlite3.SQLITE_NOLFS:         {Kind: feature.ErrUnavailable, Text: "NAME is larger than this system allows"},
	sqlite3.SQLITE_INTERRUPT:     {Kind: feature.ErrUnavailable, Text: "NAME did not answer in time", Hint: "it may be busy; --timeout gives it longer"},
	sqlite3.SQLITE_SCHEMA:        {Text: "the tables of NAME changed meanwhile", Hint: tableChanged},
	sqlite3.SQLITE_CANTOPEN:      {Kind: feature.ErrUnavailable, Text: "NAME cannot be opened", Hint: "check who may read and write the file and its folder, and how many files are open (ulimit -n)"},
	sqlite3.SQLITE_IOERR:         {Kind: feature.ErrUnavailable, Text: "the disk failed to read or write NAME", Hint: "check the disk, or the network if the file is on a share; the system's log may say more"},
	sqlite3.SQLITE_IOERR_LOCK:    {Kind: feature.ErrUnavailable, Text: "NAME cannot be locked", Hint: cannotLock},
	sqlite3.SQLITE_IOERR_RDLOCK:  {Kind: feature.ErrUnavailable, Text: "NAME cannot be locked", Hint: cannotLock},
	sqlite3.SQLITE_IOERR_SHMOPEN: {Kind: feature.ErrUnavailable, Text: "the -shm file of NAME cannot be opened", Hint: "check who may read and write the file and its folder"},
	sqlite3.SQLITE_IOERR_SHMLOCK: {Kind: feature.ErrUnavailable, Text: "the -shm file of NAME cannot be locked", Hint: cannotLock},
	sqlite3.SQLITE_IOERR_SHMMAP:  {Kind: feature.ErrUnavailable, Text: "the -shm file of NAME cannot be used", Hint: cannotLock},
	sqlite3.SQLITE_IOERR_SHMSIZE: {Kind: feature.ErrUnavailable, Text: "there is no room left for the -shm file of NAME", Hint: "make room on the disk, and try again"},
}

const cannotLock = "a network file system may not allow it: run flagtui on the machine that has the file"

// explainSQLite turns an error of SQLite into a problem. It appends SQLite's own text if
// that text adds details, such as the constraint that failed.
func (s *DB) explainSQLite(problem *feature.Problem, err *modernc.Error) {
	detail := strings.TrimPrefix(err.Error(), "SQL logic error: ")
	code := err.Code() & 0xff // the basic code, without the extended bits
	if code == sqlite3.SQLITE_CANTOPEN || err.Code() == sqlite3.SQLITE_READONLY_DIRECTORY {
		if s.unreadableWAL(problem) {
			return
		}
	}
	words, known := sqliteWords[err.Code()]
	if !known {
		words, known = sqliteWords[code]
	}
	name := s.Found.Name()
	if code == sqlite3.SQLITE_NOTADB {
		name = s.Found.Database // show the whole path, since it may be the wrong one
	}
	switch {
	case !known:
		problem.Text = name + ": " + detail
		if what := s.missingToApp(detail); what != "" {
			problem.Kind = feature.ErrRefused
			problem.Hint = "the application's own tables need " + what + ", in a trigger, a view, an index or a column's collation, and it is not in the file: " +
				"only the application can provide it; nothing was written: change the flag in the application, or drop the object that needs it"
		} else if strings.Contains(detail, "no such ") { // table or column
			problem.Hint = tableChanged
		}
	case code == sqlite3.SQLITE_BUSY, code == sqlite3.SQLITE_LOCKED, code == sqlite3.SQLITE_NOTADB:
		problem.Kind, problem.Text, problem.Hint = words.Kind, strings.ReplaceAll(words.Text, "NAME", name), words.Hint
	default:
		problem.Kind, problem.Hint = words.Kind, words.Hint
		problem.Text = fmt.Sprintf("%s: %s", strings.ReplaceAll(words.Text, "NAME", name), detail)
	}
}

// unreadableWAL reports whether SQLite cannot read a file in WAL mode because SQLite may
// not create side files. If so, unreadableWAL explains the problem.
func (s *DB) unreadableWAL(problem *feature.Problem) bool {
	dir := filepath.Dir(s.files.path)
	denied := unix.Access(dir, unix.W_OK)
	_, noWAL := os.Lstat(s.files.path + "-wal")
	_, noShm := os.Lstat(s.files.path + "-shm")
	if denied == nil || noWAL == nil && noShm == nil || !isWAL(s.files.path) {
		return false
	}
	why := "this user may not write to its directory"
	problem.Kind = feature.ErrUnavailable
	problem.Hint = "get write permission on the directory, or read the file while the app runs; if nothing writes the file meanwhile, use file:PATH?immutable=1"
	if errors.Is(denied, unix.EROFS) {
		why = "its file system is mounted read-only"
		problem.Hint = "read the file on the system that can write it, or read a copy; if nothing writes the file meanwhile, use file:PATH?immutable=1"
	}
	problem.Text = fmt.Sprintf("%s is in WAL mode and no program has it open: SQLite cannot read it without writing to its directory, and %s", s.Found.Name(), why)
	return true
}

// missingRE matches SQLite's error for a missing function, collation, module or table.
var missingRE = regexp.MustCompile(`no such (function|collation sequence|module|table): (?:main\.)?([^ ]+)`)

// missingToApp returns the object that SQLite does not find. The app's own triggers,
// views or collations need the object. For a known table it returns an empty text, since
// flagtui itself may have queried the table.
func (s *DB) missingToApp(detail string) string {
	m := missingRE.FindStringSubmatch(detail)
	if m == nil || m[1] == "table" && strings.Contains(s.knownTables(), "'"+m[2]+"'") {
		return ""
	}
	return "the " + strings.TrimSuffix(m[1], " sequence") + " " + m[2]
}
