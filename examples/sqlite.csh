// An in-memory database, with a row callback written here.
sql = load("sqlite3");

typedef struct sqlite3 sqlite3;
int sqlite3_open(const char *filename, sqlite3 **db);
int sqlite3_close(sqlite3 *db);
int sqlite3_exec(sqlite3 *db, const char *sql,
                 int (*callback)(void *arg, int columns, char **values, char **names),
                 void *arg, char **errmsg);
void sqlite3_free(void *);

sqlite3 *db;
assert(sqlite3_open(":memory:", &db) == 0);
char *message;

void run(const char *statement) {
    if (sqlite3_exec(db, statement, NULL, NULL, &message) != 0) {
        print("sqlite:", message);
        sqlite3_free(message);
    }
}

run("create table fruit (name text, price real)");
run("insert into fruit values ('apple', 1.5), ('pear', 2), ('plum', 0.25)");

int rows = 0;
int row(int *count, int columns, char **values, char **names) {
    for (int i = 0; i < columns; i++)
        printf("%s%s=%s", i ? " " : "", names[i], values[i] ? values[i] : "NULL");
    printf("\n");
    ++*count;
    return 0;
}
sqlite3_exec(db, "select * from fruit order by price", row, &rows, &message);
print(rows, "rows");
run("select * from vegetables");
sqlite3_close(db);
