# The two commands of dev.py, for fingers that type make.
.PHONY: map test

map:
	python3 dev.py map

test:
	python3 dev.py test
