#!/bin/sh
# Create the users and roles of an archive: users.sh URL FOLDER NAME
# URL is a node's, FOLDER has what certificates.sh made, NAME is the archive's. New passwords are
# written to FOLDER/reader.password and FOLDER/writer.password.
set -eu
url=$1 folder=$2 name=$3
here=$(cd "$(dirname "$0")" && pwd)
umask 077

put() { # PATH, and a body on standard input
    curl --silent --show-error --fail-with-body --retry 30 --retry-delay 1 --cacert "$folder/authority.pem" --cert "$folder/admin.pem" \
        --key "$folder/admin.key" --header "Content-Type: application/json" --data-binary @- \
        --request PUT "$url/_plugins/_security/api/$1"
    echo
}

for user in reader writer; do
    openssl rand -hex 24 > "$folder/$user.password"
    sed "s/NAME/$name/" "$here/warta-$user.json" | put "roles/$name-$user"
    printf '{"password": "%s"}' "$(cat "$folder/$user.password")" | put "internalusers/$name-$user"
    printf '{"users": ["%s"]}' "$name-$user" | put "rolesmapping/$name-$user"
done
