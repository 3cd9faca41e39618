#!/bin/sh
# Make the certificates of a cluster: certificates.sh FOLDER HOST ...
# authority.pem is what nodes and Warta trust, node.pem is every node's, admin.pem lets its owner
# change users and roles. Keep authority.key and admin.key where no node can read them.
set -eu
folder=$1; shift
names=
for host; do
    case $host in *[!0-9.]*) kind=DNS ;; *) kind=IP ;; esac
    names=$names,$kind:$host
done
umask 077
mkdir -p "$folder"
cd "$folder"
openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=warta authority" \
    -keyout authority.key -out authority.pem
for owner in node admin; do
    openssl req -newkey rsa:3072 -nodes -subj "/CN=warta $owner" \
        -addext "subjectAltName=${names#,}" -keyout $owner.key -out $owner.csr
    openssl x509 -req -in $owner.csr -CA authority.pem -CAkey authority.key -CAcreateserial \
        -days 825 -copy_extensions copy -out $owner.pem
    rm $owner.csr
done
chmod a+r authority.pem node.pem admin.pem
